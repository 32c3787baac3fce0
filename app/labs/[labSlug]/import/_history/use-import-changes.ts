"use client";

import type { QueryKey } from "@tanstack/react-query";
import { useLabChanges } from "@/app/_trpc/use-lab-changes";

/** While an import that is shown is in progress. */
const BUSY_PAUSE_MS = 1_000;
/** Others may import, too. */
const QUIET_PAUSE_MS = 10_000;

type ImportChanges = { read: readonly QueryKey[]; isReady: boolean; isBusy: boolean };

/** Refetches imports when the lab changes. */
export function useImportChanges({ read, isReady, isBusy }: ImportChanges): void {
  useLabChanges({
    dependsOn: { cells: "any", configuration: true },
    read,
    isReady,
    pauseMs: isBusy ? BUSY_PAUSE_MS : QUIET_PAUSE_MS,
  });
}
