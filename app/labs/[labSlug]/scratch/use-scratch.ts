"use client";

import { useEffect, useRef, useState } from "react";
import type { ScratchAnswer } from "./read-scratch";
import type { ScratchRequest } from "./scratch-worker";

/** The files that were dropped last, which one and which of its tests is looked at, and what is known of it; null answer while it is read. */
export type Dropped = { files: readonly File[]; file: File; answer: ScratchAnswer | null };

const BROKEN: ScratchAnswer = {
  kind: "refused",
  message: "could not be read: the browser ended its reader, as it does without memory for the whole file. Import it.",
};

export function useScratch(timeZone: string) {
  const [dropped, setDropped] = useState<Dropped | null>(null);
  const worker = useRef<Worker | null>(null);
  useEffect(() => () => worker.current?.terminate(), []);
  const look = (files: readonly File[], file: File, testAt: number) => {
    // One that is still being read is not waited for.
    worker.current?.terminate();
    const reader = new Worker(new URL("./scratch-worker.ts", import.meta.url), { type: "module" });
    worker.current = reader;
    const finish = (answer: ScratchAnswer) => worker.current === reader && setDropped({ files, file, answer });
    reader.addEventListener("message", ({ data }: MessageEvent<ScratchAnswer>) => finish(data));
    reader.addEventListener("error", () => finish(BROKEN));
    reader.addEventListener("messageerror", () => finish(BROKEN));
    reader.postMessage({ file, timeZone, testAt } satisfies ScratchRequest);
    setDropped({ files, file, answer: null });
  };
  return {
    dropped,
    drop: (files: readonly File[]) => files[0] && look(files, files[0], 0),
    /** Another of the files, from its first test on. */
    chooseFile: (file: File) => dropped && look(dropped.files, file, 0),
    chooseTest: (testAt: number) => dropped && look(dropped.files, dropped.file, testAt),
  };
}
