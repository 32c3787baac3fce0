"use client";

import type { QueryKey } from "@tanstack/react-query";
import { useState } from "react";
import { useReread } from "./use-reread";

/** The row of a list that a dialog asks about before it is revoked; the list is read again once it is. */
export function useDoomed<T>(queryKey: QueryKey) {
  const reread = useReread(queryKey);
  const [doomed, setDoomed] = useState<T | null>(null);
  const onSuccess = async () => {
    setDoomed(null);
    await reread.onSuccess();
  };
  return { doomed, setDoomed, onSuccess };
}
