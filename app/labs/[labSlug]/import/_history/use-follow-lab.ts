"use client";

import { useEffect, useRef } from "react";
import { useLive } from "@/app/_trpc/live-provider";
import { followLab } from "./follow-lab";

/** While something happens to an import that is shown. */
const BUSY_PAUSE_MS = 1_000;
/** Others may import, too. */
const QUIET_PAUSE_MS = 10_000;

type Question = { data: unknown; refetch: () => Promise<{ isError: boolean }> };

/** Keeps what a question about imports was answered up with the lab's change stream. */
export function useFollowLab({ data, refetch }: Question, isBusy: boolean): void {
  const { channel } = useLive();
  const isAnswered = data !== undefined;
  const seen = useRef<number | null>(null);
  useEffect(() => {
    // The first answer may be older than what the stream says while it is on its way, and is not asked for twice.
    if (!isAnswered) return;
    return followLab({
      channel,
      seenVersion: () => seen.current,
      reread: refetch,
      onSeen: (version) => {
        seen.current = version;
      },
      pauseMs: isBusy ? BUSY_PAUSE_MS : QUIET_PAUSE_MS,
    });
  }, [channel, isAnswered, refetch, isBusy]);
}
