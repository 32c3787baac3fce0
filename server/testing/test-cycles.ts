import type { CycleQuantity, TestCycles } from "../data/series/cycle-column-reads";
import type { StoredCycle } from "../domain/cycles/cycle-metrics";

const QUANTITIES = [
  "chargeCapacityAh",
  "dischargeCapacityAh",
  "chargeEnergyWh",
  "dischargeEnergyWh",
  "minVoltageV",
  "maxVoltageV",
  "maxTemperatureC",
  "startedAtUs",
] as const satisfies CycleQuantity[];

export const ALL_QUANTITIES: readonly CycleQuantity[] = QUANTITIES;

/** Cycles of one test as columns, with every quantity. */
export function testCyclesOf(testId: number, given: readonly StoredCycle[]): TestCycles {
  const cycles = [...given].sort((left, right) => left.cyclerCycle - right.cyclerCycle);
  return {
    testId,
    cycles: Int32Array.from(cycles, ({ cyclerCycle }) => cyclerCycle),
    isOpen: Uint8Array.from(cycles, ({ isComplete }) => Number(!isComplete)),
    isPartial: Uint8Array.from(cycles, ({ isPartial }) => Number(isPartial)),
    quantities: new Map(
      QUANTITIES.map((quantity) => [quantity, Float64Array.from(cycles, (cycle) => cycle[quantity] ?? Number.NaN)]),
    ),
  };
}
