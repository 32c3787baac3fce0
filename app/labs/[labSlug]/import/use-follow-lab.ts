"use client";

import { useEffect, useRef } from "react";
import { useLive } from "@/app/_trpc/live-provider";
import { followLab } from "./follow-lab";

/** While something happens to an import that is shown. */
const BUSY_PAUSE_MS = 1_000;
/** Others may import, too. */
const QUIET_PAUSE_MS = 10_000;

/** Keeps what a question about imports was answered up with the lab's change stream. */
export function useFollowLab(reread: () => Promise<{ isError: boolean }>, isBusy: boolean): void {
  const { channel } = useLive();
  const seen = useRef<number | null>(null);
  useEffect(
    () =>
      followLab({
        channel,
        seenVersion: () => seen.current,
        reread,
        onSeen: (version) => {
          seen.current = version;
        },
        pauseMs: isBusy ? BUSY_PAUSE_MS : QUIET_PAUSE_MS,
      }),
    [channel, reread, isBusy],
  );
}
