import type { Value } from "./values";

const SECONDS_PER_HOUR = 3600;

/** What the suite itself counts of a cycle, apart from the code under test. */
export type CountedCycle = { sampleCount: number; chargeCapacityAh: number; dischargeCapacityAh: number };

/** Capacities by cycle: trapezoids inside the cycler's own steps, as the contract defines them. @param samples in order of time */
export function recount(samples: readonly Value[]): Map<number, CountedCycle> {
  const cycles = new Map<number, CountedCycle>();
  let before: Value | undefined;
  for (const sample of samples) {
    const counted = cycles.get(sample.cycle) ?? { sampleCount: 0, chargeCapacityAh: 0, dischargeCapacityAh: 0 };
    counted.sampleCount += 1;
    if (before?.cycle === sample.cycle && before.step === sample.step) {
      const hours = (sample.testTimeS - before.testTimeS) / SECONDS_PER_HOUR;
      counted.chargeCapacityAh += ((Math.max(0, before.currentA) + Math.max(0, sample.currentA)) / 2) * hours;
      counted.dischargeCapacityAh += ((Math.max(0, -before.currentA) + Math.max(0, -sample.currentA)) / 2) * hours;
    }
    cycles.set(sample.cycle, counted);
    before = sample;
  }
  return cycles;
}

const TOLERANCE = 1e-9;

/** How many numbers of two countings differ; a cycle that only one of them has counts as one. */
export function countDifferences(
  ours: ReadonlyMap<number, CountedCycle>,
  theirs: ReadonlyMap<number, CountedCycle>,
): number {
  let differences = 0;
  for (const cycle of new Set([...ours.keys(), ...theirs.keys()])) {
    const [left, right] = [ours.get(cycle), theirs.get(cycle)];
    if (!left || !right) differences += 1;
    else {
      const names = ["sampleCount", "chargeCapacityAh", "dischargeCapacityAh"] as const;
      differences += names.filter((name) => !isAlike(left[name], right[name])).length;
    }
  }
  return differences;
}

const isAlike = (left: number, right: number) =>
  Math.abs(left - right) <= TOLERANCE * Math.max(Math.abs(left), Math.abs(right), 1e-6);
