"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useSyncExternalStore } from "react";
import { useLive } from "@/app/_trpc/live-provider";

/** Whether the lab has received a sample; goes to `path` when the first arrives while the page is open. */
export function useFirstSample(path: string): boolean {
  const { channel } = useLive();
  const router = useRouter();
  const event = useSyncExternalStore(
    channel.subscribe,
    () => channel.snapshot().event,
    () => null,
  );
  const hasSamples = event !== null && event.lastReceivedAtMs !== null;
  const wasEmpty = useRef(false);
  useEffect(() => {
    if (event === null) return;
    if (!hasSamples) wasEmpty.current = true;
    else if (wasEmpty.current) router.push(path);
  }, [event, hasSamples, path, router]);
  return hasSamples;
}
