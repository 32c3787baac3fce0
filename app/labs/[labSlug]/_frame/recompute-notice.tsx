"use client";

import { useQuery } from "@tanstack/react-query";
import { useLive } from "@/app/_trpc/live-provider";
import { useTRPC } from "@/app/_trpc/trpc";
import { useLabChanges } from "@/app/_trpc/use-lab-changes";
import classes from "./recompute-notice.module.css";
import { recomputeText } from "./recompute-text";

const PAUSE_MS = 2_000;

/** One line while workers recompute the lab's tests by newer formulas or settings; nothing else of the time. */
export function RecomputeNotice({ labSlug }: { labSlug: string }) {
  const trpc = useTRPC();
  const { staleTime } = useLive();
  const options = trpc.labs.formulas.queryOptions({ labSlug }, { staleTime });
  const { data } = useQuery(options);
  const text = data ? recomputeText(data) : null;
  useLabChanges({
    // What is recomputed is announced as a change of its cells; without anything left, only a changed setting begins it.
    dependsOn: { cells: text === null ? [] : "any", configuration: true },
    read: [options.queryKey],
    isReady: data !== undefined,
    pauseMs: PAUSE_MS,
  });
  if (text === null) return null;
  return (
    <p className={classes.notice} role="status">
      {text}
    </p>
  );
}
