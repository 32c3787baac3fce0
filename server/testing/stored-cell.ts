import { inLab } from "../data/in-lab";
import { listCyclesOfTest } from "../data/series/cycle-reads";
import { listSamplesBetween } from "../data/series/sample-reads";
import { listRuns } from "../data/series/run-reads";
import type { LabScope } from "../lab-scope";

/** The test of a cell by name, as the time series know it; 0 when there is none. */
export async function testIdOf(scope: LabScope, cell: string, test = ""): Promise<number> {
  return inLab(scope, async (tx) => {
    const { rows } = await tx.client.query<{ test_id: number }>(
      "SELECT test_id FROM tests t JOIN cells c USING (cell_id) WHERE c.name = $1 AND t.name = $2",
      [cell, test],
    );
    return rows[0]?.test_id ?? 0;
  });
}

/** Everything stored of a test, without ids and the version numbers that order of arrival may change. */
export async function storedOf(scope: LabScope, cell: string, test = "") {
  const testId = await testIdOf(scope, cell, test);
  return inLab(scope, async (tx) => ({
    samples: await listSamplesBetween(scope, tx, {
      testId,
      from: { timeUs: Number.NEGATIVE_INFINITY, record: 0 },
      to: { timeUs: Number.POSITIVE_INFINITY, record: 2147483647 },
    }),
    steps: await listRuns(scope, tx, { testId }),
    cycles: (await listCyclesOfTest(scope, tx, { testId })).map(({ testId: _, cellId: __, ...cycle }) => cycle),
  }));
}
