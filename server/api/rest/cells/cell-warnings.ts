import type { Cell } from "../../../data/cells/cell-reads";
import { inLab } from "../../../data/in-lab";
import { listRuns } from "../../../data/series/run-reads";
import { runWarnings } from "../../../domain/cycles/quality/run-warnings";
import { type TestStep, testSteps } from "../../../domain/cycles/test-steps";
import type { LabScope } from "../../../lab-scope";

type Warning = { message: string };

/** The steps of each test of a cell, and what its runs tell that concerns the whole cell. */
export async function stepsOfTests(scope: LabScope, { tests, nominalCapacityAh }: Cell) {
  return inLab(scope, async (tx) => {
    const steps = new Map<number, TestStep[]>();
    const ofRuns: Warning[] = [];
    for (const { testId, name } of tests) {
      const stored = await listRuns(scope, tx, { testId });
      steps.set(testId, testSteps(stored, nominalCapacityAh));
      const runs = stored.map(({ run }) => run);
      for (const warning of runWarnings(runs, nominalCapacityAh)) {
        ofRuns.push({ message: name === "" ? warning : `Test ${name}: ${warning}` });
      }
    }
    return { steps, ofRuns };
  });
}

/** What is odd about a whole cell: what was found when it was registered, what its samples tell, and numbers that two tests show. */
export function cellWarnings(
  { warnings }: Pick<Cell, "warnings">,
  { ofRuns, ambiguousCycles }: { ofRuns: readonly Warning[]; ambiguousCycles: ReadonlySet<number> },
): Warning[] {
  const ambiguous = ambiguousCycles.size > 0 ? [{ message: ambiguousWarning([...ambiguousCycles]) }] : [];
  return [...warnings, ...ofRuns, ...ambiguous];
}

const MAX_NUMBERS_SHOWN = 10;

function ambiguousWarning(numbers: number[]): string {
  const shown = numbers.slice(0, MAX_NUMBERS_SHOWN).join(", ");
  const more = numbers.length > MAX_NUMBERS_SHOWN ? " and more" : "";
  return `Two tests show the cycle numbers ${shown}${more}. Give one of them a cycleOffset.`;
}
