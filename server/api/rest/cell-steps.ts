import type { Cell } from "../../data/cells/cell-reads";
import { inLab } from "../../data/in-lab";
import { listRuns } from "../../data/series/run-reads";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import { toTestName } from "../../domain/cells/input-names";
import { toIsoTime } from "../../domain/samples/input-times";
import { cellOfPath } from "./cells";
import { testSteps } from "../../domain/cycles/test-steps";

/** The steps of a cell, test by test. */
export async function listStepViews(
  scope: LabScope,
  { params, query }: { params: { name: string }; query: { test?: string | undefined } },
) {
  const cell = await cellOfPath(scope, params);
  const steps = await inLab(scope, async (tx) => {
    const views = [];
    for (const { testId, name, cycleOffset } of testsAsked(cell, query.test)) {
      const shown = testSteps(await listRuns(scope, tx, { testId }), cell.nominalCapacityAh);
      for (const { startedAtUs, endedAtUs, longestIntervalS: _longest, hasGap: _hasGap, ...step } of shown) {
        views.push({
          test: name,
          ...step,
          cycle: step.cyclerCycle + cycleOffset,
          startedAt: toIsoTime(startedAtUs),
          endedAt: toIsoTime(endedAtUs),
        });
      }
    }
    return views;
  });
  return { cell: cell.name, steps };
}

/** One test of the cell, or all. @throws AppError `not_found` for a name that none of its tests has */
export function testsAsked(cell: Cell, test: string | undefined): Cell["tests"] {
  if (test === undefined) return cell.tests;
  const asked = cell.tests.filter(({ name }) => name === toTestName(test));
  if (asked.length === 0)
    throw new AppError("not_found", `The cell "${cell.name}" has no test "${test.slice(0, 128)}".`);
  return asked;
}
