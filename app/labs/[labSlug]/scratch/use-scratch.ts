"use client";

import { useEffect, useRef, useState } from "react";
import type { ScratchAnswer } from "./read-scratch";
import type { ScratchRequest } from "./scratch-worker";

/** The file that was dropped last, and what is known of it; null answer while it is read. */
export type Dropped = { file: File; answer: ScratchAnswer | null };

export function useScratch(timeZone: string) {
  const [dropped, setDropped] = useState<Dropped | null>(null);
  const worker = useRef<Worker | null>(null);
  useEffect(() => () => worker.current?.terminate(), []);
  const drop = ([file]: readonly File[]) => {
    if (!file) return;
    // One that is still being read is not waited for.
    worker.current?.terminate();
    worker.current = new Worker(new URL("./scratch-worker.ts", import.meta.url), { type: "module" });
    worker.current.addEventListener("message", ({ data }: MessageEvent<ScratchAnswer>) =>
      setDropped({ file, answer: data }),
    );
    worker.current.postMessage({ file, timeZone } satisfies ScratchRequest);
    setDropped({ file, answer: null });
  };
  return { dropped, drop };
}
