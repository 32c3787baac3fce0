import { inLab } from "../../data/in-lab";
import { inLabHeavyRead } from "../../data/in-lab-heavy-read";
import { isTestThere, listLastSamples, listSamplesBetween, type SampleIdentity } from "../../data/series/sample-reads";
import { floatAt, intAt, type SampleColumns } from "../../domain/samples/sample-columns";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";

/** Read in some tens of milliseconds, and held twice at most. */
const PAGE_ROWS = 20_000;
const FIRST: SampleIdentity = { timeUs: Number.NEGATIVE_INFINITY, record: 0 };
const LAST: SampleIdentity = { timeUs: Number.POSITIVE_INFINITY, record: 2 ** 31 - 1 };

/**
 * The samples of a test in order, up to the last one that is there when the first page is read: a page is a short transaction of its own,
 * so a slow reader holds neither a connection nor a snapshot. What was stored before and is not changed meanwhile comes exactly once.
 * @throws AppError `conflict` when the test is deleted before its end
 */
export async function* samplePages(
  scope: LabScope,
  { testId, rows = PAGE_ROWS }: { testId: number; rows?: number },
): AsyncGenerator<SampleColumns, void> {
  const range = { testId, from: FIRST, to: LAST };
  const ends = await inLab(scope, (tx) => listLastSamples(scope, tx, { ...range, limit: 1 }));
  if (ends.length === 0) return requireTest(scope, testId);
  const to = lastOf(ends);
  for (let from = FIRST; ; ) {
    const page = await inLabHeavyRead(scope, (tx) => listSamplesBetween(scope, tx, { testId, from, to, limit: rows }));
    const isLast = page.length < rows;
    if (!isLast) from = after(lastOf(page));
    if (page.length > 0) yield page;
    if (isLast) return requireTest(scope, testId);
  }
}

const lastOf = ({ length, timeUs, record }: SampleColumns): SampleIdentity => ({
  timeUs: floatAt(timeUs, length - 1),
  record: intAt(record, length - 1),
});

const after = ({ timeUs, record }: SampleIdentity): SampleIdentity => ({ timeUs, record: record + 1 });

/** A deleted test reads like one that has no more samples. */
async function requireTest(scope: LabScope, testId: number): Promise<void> {
  if (await inLab(scope, (tx) => isTestThere(scope, tx, { testId }))) return;
  throw new AppError("conflict", "The test was deleted while it was exported.");
}
