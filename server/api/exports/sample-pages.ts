import { inLab } from "../../data/in-lab";
import { inLabHeavyRead } from "../../data/in-lab-heavy-read";
import {
  findEndsOfTests,
  isTestThere,
  listLastSamples,
  listSamplesBetween,
  type SampleIdentity,
} from "../../data/series/sample-reads";
import { floatAt, intAt, type SampleColumns } from "../../domain/samples/sample-columns";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";

/** Read in some tens of milliseconds, and held twice at most. */
const PAGE_ROWS = 20_000;
const MAX_RECORD = 2 ** 31 - 1;

/**
 * The samples of a test in order, up to the last one that is there when the first page is read: a page is a short transaction of its own,
 * so a slow reader holds neither a connection nor a snapshot. What was stored before and is not changed meanwhile comes exactly once.
 * @throws AppError `conflict` when the test is deleted before its end
 */
export async function* samplePages(
  scope: LabScope,
  { testId, rows = PAGE_ROWS }: { testId: number; rows?: number },
): AsyncGenerator<SampleColumns, void> {
  const ends = await findEnds(scope, testId);
  if (!ends) return requireTest(scope, testId);
  const { to } = ends;
  for (let { from } = ends; ; ) {
    const page = await inLabHeavyRead(scope, (tx) => listSamplesBetween(scope, tx, { testId, from, to, limit: rows }));
    const isLast = page.length < rows;
    if (!isLast) from = after(lastOf(page));
    if (page.length > 0) yield page;
    if (isLast) return requireTest(scope, testId);
  }
}

/** Where the test's samples begin, and the last of them: a query over all time opens every week that anybody has samples of. */
async function findEnds(scope: LabScope, testId: number): Promise<{ from: SampleIdentity; to: SampleIdentity } | null> {
  return inLab(scope, async (tx) => {
    const times = await findEndsOfTests(scope, tx, { testIds: [testId] });
    if (!times) return null;
    const from = { timeUs: times.fromUs, record: 0 };
    const to = { timeUs: times.toUs, record: MAX_RECORD };
    const last = await listLastSamples(scope, tx, { testId, from, to, limit: 1 });
    return last.length === 0 ? null : { from, to: lastOf(last) };
  });
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
