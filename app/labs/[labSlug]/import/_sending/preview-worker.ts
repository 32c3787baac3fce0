import { type Preview, type PreviewSettings, readPreview } from "./read-preview";

// Reads files in a worker, so that the page stays responsive. One file at a time, in the order of the requests.

export type PreviewRequest = { request: number; file: Blob; settings: PreviewSettings };
export type PreviewAnswer = { request: number; preview: Preview };

let before: Promise<void> = Promise.resolve();

self.addEventListener("message", ({ data }: MessageEvent<PreviewRequest>) => {
  before = before.then(() => answer(data));
});

async function answer({ request, file, settings }: PreviewRequest): Promise<void> {
  const preview = await readPreview(file, settings).catch(
    (cause): Preview => ({ kind: "none", why: `The browser could not read the file: ${String(cause)}` }),
  );
  const message: PreviewAnswer = { request, preview };
  self.postMessage(message);
}
