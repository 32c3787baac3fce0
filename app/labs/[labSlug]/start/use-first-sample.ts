"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useSyncExternalStore } from "react";
import { cellHref } from "@/app/_components/cell-href";
import { useLive } from "@/app/_trpc/live-provider";
import { useTRPCClient } from "@/app/_trpc/trpc";

/** Whether the lab has received a sample. @param goesOn to where it is drawn, when the first arrives while the page is open */
export function useFirstSample(labSlug: string, goesOn: boolean): boolean {
  const { channel } = useLive();
  const client = useTRPCClient();
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
    else if (wasEmpty.current && goesOn) {
      wasEmpty.current = false;
      const cells = client.cells.sheet.query({ labSlug }).then(
        (sheet) => sheet.cells,
        () => [],
      );
      void cells.then((found) => router.push(drawingOf(labSlug, found)));
    }
  }, [event, hasSamples, goesOn, labSlug, client, router]);
  return hasSamples;
}

/** The page of the one cell that there is; of several, the overview. */
function drawingOf(labSlug: string, [first, ...others]: readonly { name: string }[]): string {
  return first && others.length === 0 ? cellHref(labSlug, first.name) : `/labs/${labSlug}`;
}
