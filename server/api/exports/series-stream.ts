import type { LabScope } from "../../lab-scope";
import { ThreadedEncoder } from "./encode-in-thread";
import { samplePages } from "./sample-pages";
import type { EncoderSettings } from "./series-encoder";

export type ExportedTest = { testId: number; name: string };

/** What of a test is in a file. */
export type Exported = { test: string; samples: number };

/**
 * The samples of tests, one after the other, as a file of which no more is in memory than a reader waits for: the next page is read while
 * the one before is encoded, and no further one until that was taken.
 * @param onTest hears of each test when all of its samples were handed on
 */
export async function* seriesPieces(
  scope: LabScope,
  tests: readonly ExportedTest[],
  settings: EncoderSettings,
  onTest: (exported: Exported) => void = () => {},
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const encoder = await ThreadedEncoder.begin(settings);
  let isDone = false;
  try {
    for (const { testId, name } of tests) {
      let samples = 0;
      const pages = samplePages(scope, { testId });
      let next = pages.next();
      for (;;) {
        const page = await next;
        if (page.done) break;
        samples += page.value.length;
        next = pages.next();
        next.catch(() => {}); // it is awaited above, unless the reader goes away first
        yield* await encoder.push(page.value, name);
      }
      onTest({ test: name, samples });
    }
    const rest = await encoder.end();
    isDone = true;
    yield* rest;
  } finally {
    await encoder.close({ isDone });
  }
}
