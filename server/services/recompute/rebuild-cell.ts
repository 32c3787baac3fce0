import { inLab, type LabTransaction } from "../../data/in-lab";
import { listTestNames } from "../../data/series/test-state-reads";
import { lockTestStates, type TestState } from "../../data/series/test-state-writes";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import { changeSeries } from "../change-lab";
import { recomputeTest } from "./recompute-test";
import type { TestResults } from "./test-results";
import { writeResults } from "./write-results";

/** Computes every step and cycle of a cell anew from its stored samples, and writes what comes out. */
export async function rebuildCell(scope: LabScope, args: { cell: string }): Promise<{ tests: number; cycles: number }> {
  const tests = await inLab(scope, (tx) => listTestNames(scope, tx, args));
  if (tests.length === 0) throw new AppError("not_found", `There is no cell "${args.cell}" with samples in this lab.`);
  const counted = await changeTests(scope, args.cell, (tx, state) =>
    // Without progress nothing that was stored is believed.
    recomputeTest(scope, tx, { ...state, progress: null }, { changed: null, newer: null }),
  );
  return { tests: counted.length, cycles: counted.reduce((sum, { cycles }) => sum + cycles.length, 0) };
}

/**
 * Recomputes the cycles of a cell where a setting changed since; samples are read only if a gap limit changed. A cell without samples
 * needs none: a whole sheet of them may get its capacities.
 */
export async function recomputeCell(scope: LabScope, args: { cell: string }): Promise<void> {
  await changeTests(scope, args.cell, async (tx, state) =>
    state.isStale ? recomputeTest(scope, tx, state, { changed: null, newer: null }) : null,
  );
}

async function changeTests(
  scope: LabScope,
  cell: string,
  count: (tx: LabTransaction, state: TestState) => Promise<TestResults | null>,
): Promise<TestResults[]> {
  return changeSeries(scope, async (tx, change) => {
    change.isNothing(); // but for what is written
    const tests = await listTestNames(scope, tx, { cell });
    const counted: TestResults[] = [];
    for (const state of await lockTestStates(scope, tx, tests)) {
      const test = await count(tx, state);
      if (test) counted.push(test);
    }
    change.isOfCells(counted.map(({ state }) => state.cellId));
    if (counted.length > 0) await writeResults(scope, tx, counted, null);
    return counted;
  });
}
