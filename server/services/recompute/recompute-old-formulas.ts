import { inLab } from "../../data/in-lab";
import { listTestNames } from "../../data/series/test-state-reads";
import { lockTestStates } from "../../data/series/test-state-writes";
import { FORMULA_VERSION } from "../../domain/cycles/stored-quantities";
import { publishChange } from "../../jobs/live-channel";
import type { LabScope } from "../../lab-scope";
import { isShuttingDown } from "../../lifecycle";
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
    const { version, isDone } = await recomputeSome(scope, args, maxSamples);
    if (version !== null) await publishChange(scope, { version, lastReceivedAtMs: null });
    if (isDone) return true;
  }
  return false;
}

function recomputeSome(scope: LabScope, args: { cell: string }, maxSamples: number) {
  return inLab(scope, async (tx) => {
    const tests = await listTestNames(scope, tx, args);
    const old = (await lockTestStates(scope, tx, tests)).find(({ formulaVersion }) => formulaVersion < FORMULA_VERSION);
    if (!old) return { version: null, isDone: true };
    const results = await recomputeOldRuns(scope, tx, old, { maxSamples });
    // A test without runs has nothing that formulas could have made.
    return { version: results && (await writeResults(scope, tx, [results], null)), isDone: results === null };
  });
}
