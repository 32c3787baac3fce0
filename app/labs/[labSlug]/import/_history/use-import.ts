"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/app/_trpc/trpc";
import { isOpenStatus } from "./import-statuses";
import { useImportChanges } from "./use-import-changes";

/** One import as the server has it now. */
export function useImport(labSlug: string, importId: string) {
  const trpc = useTRPC();
  const found = useQuery(trpc.imports.get.queryOptions({ labSlug, importId }, { staleTime: 0 }));
  useImportChanges({
    read: [trpc.imports.get.queryKey({ labSlug, importId })],
    isReady: found.data !== undefined,
    isBusy: found.data !== undefined && isOpenStatus(found.data.status),
  });
  return found;
}
