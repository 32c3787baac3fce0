"use client";

import { type QueryKey, useQueryClient } from "@tanstack/react-query";

/** What follows every change here: the lists that show it are read again. */
export function useReread(queryKey: QueryKey): { onSuccess: () => Promise<void> } {
  const queryClient = useQueryClient();
  return { onSuccess: () => queryClient.invalidateQueries({ queryKey }) };
}
