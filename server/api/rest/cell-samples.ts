import { inLab } from "../../data/in-lab";
import { listSamplePoints } from "../../data/series/zoom-reads";
import type { LabScope } from "../../lab-scope";
import { rangeOfCycle } from "./cell-cycles";
import { testsAsked } from "./cell-steps";
import { cellOfPath } from "./cells";

type SamplesQuery = {
  from?: number | undefined;
  to?: number | undefined;
  test?: string | undefined;
  cycle?: number | undefined;
  points: number;
};

const NO_POINTS = { resolution: "samples" as const, points: { time: [], voltage: [], current: [], temperature: [] } };

/** Points for a chart: all samples of the range where there are few, else the level that has enough. */
export async function listSampleViews(
  scope: LabScope,
  { params, query }: { params: { name: string }; query: SamplesQuery },
) {
  const cell = await cellOfPath(scope, params);
  let testIds = testsAsked(cell, query.test).map(({ testId }) => testId);
  let fromUs = query.from ?? Number.NEGATIVE_INFINITY;
  let toUs = query.to ?? Number.POSITIVE_INFINITY;
  if (query.cycle !== undefined) {
    const range = await rangeOfCycle(scope, cell, query.cycle);
    testIds = testIds.filter((testId) => range?.testIds.includes(testId));
    fromUs = Math.max(fromUs, range?.fromUs ?? fromUs);
    toUs = Math.min(toUs, range?.toUs ?? toUs);
  }
  if (testIds.length === 0 || fromUs > toUs) return { cell: cell.name, ...NO_POINTS };
  const { points } = query;
  const found = await inLab(scope, (tx) => listSamplePoints(scope, tx, { testIds, fromUs, toUs, points }));
  return { cell: cell.name, ...found };
}
