import { countExclusionsOfCell } from "../../data/exclusions/exclusion-reads";
import { countTagsOfCell } from "../../data/tags/cycle-tag-reads";
import type { LabTransaction } from "../../data/in-lab";
import { type LockedCell, moveTests as writeMove } from "../../data/deletion/removal-writes";
import { lockTestStates } from "../../data/series/test-state-writes";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import { recomputeTest } from "../recompute/recompute-test";
import type { TestResults } from "../recompute/test-results";
import { writeResults } from "../recompute/write-results";

/**
 * Gives tests to another cell and counts them by its settings.
 * @param args.tests each under the name that it shall have there
 * @throws AppError `conflict` where two tests would have one name
 */
export async function moveTests(
  scope: LabScope,
  tx: LabTransaction,
  args: { into: LockedCell; tests: readonly { testId: number; test: string }[] },
): Promise<void> {
  const { into, tests } = args;
  refuseClashes(into, tests);
  await writeMove(scope, tx, { cellId: into.cellId, tests });
  const names = tests.map(({ test }) => ({ cell: into.cell, test }));
  const counted: TestResults[] = [];
  for (const state of await lockTestStates(scope, tx, names)) {
    const test = await recomputeTest(scope, tx, state, { changed: null, newer: null });
    if (test) counted.push(test);
  }
  if (counted.length > 0) await writeResults(scope, tx, counted, null);
}

/**
 * Exclusions and tags are of a cell's numbers: cycles that go elsewhere would enter statistics again, or as others, without a word.
 * @throws AppError `conflict`
 */
export async function refuseExcluded(scope: LabScope, tx: LabTransaction, { cellId, cell }: LockedCell): Promise<void> {
  const refuse = (message: string) => {
    throw new AppError("conflict", `"${cell}" has ${message}`);
  };
  if ((await countExclusionsOfCell(scope, tx, { cellId })) > 0) {
    refuse("exclusions. Remove them first, and exclude the cycles where they go afterwards.");
  }
  if ((await countTagsOfCell(scope, tx, { cellId })) > 0) {
    refuse("tags by hand. Remove them first, and tag the cycles where they go afterwards.");
  }
}

function refuseClashes(into: LockedCell, tests: readonly { test: string }[]): void {
  const taken = new Set(into.tests.map(({ test }) => test));
  const clashes = tests.flatMap(({ test }) => {
    if (taken.has(test)) return [test];
    taken.add(test);
    return [];
  });
  if (clashes.length === 0) return;
  const list = clashes.map((test) => (test === "" ? "the usual, unnamed one" : `"${test}"`)).join(", ");
  throw new AppError(
    "conflict",
    `"${into.cell}" would have two tests of one name: ${list}. Give the moved one another.`,
  );
}
