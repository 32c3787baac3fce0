"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/app/_trpc/trpc";
import { isOpenStatus } from "./import-statuses";
import { useFollowLab } from "./use-follow-lab";

/** One import as the server has it now. */
export function useImport(labSlug: string, importId: string) {
  const trpc = useTRPC();
  const found = useQuery(trpc.imports.get.queryOptions({ labSlug, importId }, { staleTime: 0 }));
  useFollowLab(found, found.data !== undefined && isOpenStatus(found.data.status));
  return found;
}
