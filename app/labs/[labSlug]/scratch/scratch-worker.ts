import { readScratch, type ScratchAnswer } from "./read-scratch";

// Reads a file in a worker, so that the page stays responsive. Nothing of it goes anywhere.

export type ScratchRequest = { file: File; timeZone: string; testAt: number };

self.addEventListener("message", ({ data: { file, timeZone, testAt } }: MessageEvent<ScratchRequest>) => {
  void readScratch(file, timeZone, testAt)
    .catch((cause): ScratchAnswer => ({ kind: "refused", message: `The browser could not read it: ${String(cause)}` }))
    .then((answer) => self.postMessage(answer));
});
