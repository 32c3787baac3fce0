import type { CycleQuantity, TestCycles } from "../data/test-cycles";
import { CYCLE_QUANTITIES } from "../domain/cycles/cycle-quantities";
import type { StoredCycle } from "../domain/cycles/cycle-metrics";

export const ALL_QUANTITIES: readonly CycleQuantity[] = [
  ...(Object.keys(CYCLE_QUANTITIES) as (keyof typeof CYCLE_QUANTITIES)[]), // the keys of a constant
  "startedAtUs",
];

/** Cycles of one test as columns, with every quantity. */
export function testCyclesOf(testId: number, given: readonly StoredCycle[]): TestCycles {
  const cycles = [...given].sort((left, right) => left.cyclerCycle - right.cyclerCycle);
  return {
    testId,
    cycles: Int32Array.from(cycles, ({ cyclerCycle }) => cyclerCycle),
    isOpen: Uint8Array.from(cycles, ({ isComplete }) => Number(!isComplete)),
    isPartial: Uint8Array.from(cycles, ({ isPartial }) => Number(isPartial)),
    quantities: new Map(
      ALL_QUANTITIES.map((quantity) => [quantity, Float64Array.from(cycles, (cycle) => cycle[quantity] ?? Number.NaN)]),
    ),
  };
}
