"use client";

import { type QueryKey, useQueryClient } from "@tanstack/react-query";

/** After every change the lists that show it are refetched. */
export function useReread(queryKey: QueryKey): { onSuccess: () => Promise<void> } {
  const queryClient = useQueryClient();
  return { onSuccess: () => queryClient.invalidateQueries({ queryKey }) };
}
