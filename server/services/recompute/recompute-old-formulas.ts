import { listTestNames } from "../../data/series/test-state-reads";
import { lockTestStates } from "../../data/series/test-state-writes";
import { FORMULA_VERSION } from "../../domain/cycles/stored-quantities";
import type { LabScope } from "../../lab-scope";
import { isShuttingDown } from "../../lifecycle";
import { changeSeries } from "../change-lab";
import { recomputeOldRuns } from "./recompute-test";
import { writeResults } from "./write-results";

/** A transaction holds its test for as long as so many samples take, about half a second: what cyclers send meanwhile waits. */
const MAX_SAMPLES_AT_ONCE = 200_000;
/** So that other cells have their turn. */
const MAX_TRANSACTIONS = 20;

type Bounds = { maxSamples?: number; maxTransactions?: number };

/**
 * Recomputes from stored samples what older formulas made of a cell, some runs a transaction; until then the old numbers stay. What is left
 * when it ends, is killed or reaches its bounds, the next call goes on with.
 * @returns whether nothing is left
 */
export async function recomputeOldFormulas(
  scope: LabScope,
  args: { cell: string },
  { maxSamples = MAX_SAMPLES_AT_ONCE, maxTransactions = MAX_TRANSACTIONS }: Bounds = {},
): Promise<boolean> {
  for (let count = 0; count < maxTransactions && !isShuttingDown(); count++) {
    if (await recomputeSome(scope, args, maxSamples)) return true;
  }
  return false;
}

/** One transaction of it; whether nothing is left. */
function recomputeSome(scope: LabScope, args: { cell: string }, maxSamples: number): Promise<boolean> {
  return changeSeries(scope, async (tx, change) => {
    change.isNothing(); // but for what is written
    const tests = await listTestNames(scope, tx, args);
    const old = (await lockTestStates(scope, tx, tests)).find(({ formulaVersion }) => formulaVersion < FORMULA_VERSION);
    const results = old ? await recomputeOldRuns(scope, tx, old, { maxSamples }) : null;
    // A test without runs has nothing that formulas could have made.
    if (!results) return true;
    change.isOfCells([results.state.cellId]);
    await writeResults(scope, tx, [results], null);
    return false;
  });
}
