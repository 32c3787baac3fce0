import type { CounterComparison } from "../cycler-file";
import { type CycleSums, QUANTITIES, type Quantity } from "../assembly/cycle-ledger";
import type { Counter } from "../assembly/built-part";

const WORTH_A_WARNING = 0.01;
/** A cycle with less than this share of the largest is noise beside its counter, and so is one below a µAh or µWh. */
const COUNTING_SHARE = 0.01;
const LEAST = 1e-6;

/** Compares the cycler's counters with our sums, cycle by cycle, where the file has counters that can be assigned to a direction. */
export function compareCounters(
  { cell, test }: { cell: string | null; test: string },
  cycles: readonly CycleSums[],
  counters: readonly Counter[],
): CounterComparison[] {
  return QUANTITIES.filter((quantity) => isCounted(quantity, counters)).flatMap((quantity) =>
    cycles
      .filter(({ isMixed }) => counters.includes(quantity) || !isMixed)
      .map(({ cycle, ours, vendor }) => ({
        cell,
        test,
        cycle,
        quantity,
        vendor: vendor[quantity],
        ours: ours[quantity],
        relativeDifference: relative(ours[quantity], vendor[quantity]),
      })),
  );
}

/** The comparisons that deserve a warning: over 1 %, in cycles that moved something. */
export function differing(comparisons: readonly CounterComparison[]): CounterComparison[] {
  return moving(comparisons, COUNTING_SHARE).filter(isOffBy(WORTH_A_WARNING));
}

/** Whether a comparison differs by more than a share of what the cycler counted. */
export const isOffBy =
  (share: number) =>
  ({ relativeDifference }: CounterComparison) =>
    Math.abs(relativeDifference) > share;

/** The comparisons of cycles that moved at least a share of what the largest one did: a pulse that no row shows is much of smaller ones. */
export function moving(comparisons: readonly CounterComparison[], ofLargest: number): CounterComparison[] {
  const largest = { Capacity: LEAST / COUNTING_SHARE, Energy: LEAST / COUNTING_SHARE };
  for (const { quantity, vendor, ours } of comparisons) {
    const kind = kindOf(quantity);
    largest[kind] = Math.max(largest[kind], vendor, ours);
  }
  return comparisons.filter(
    ({ quantity, vendor, ours }) => Math.max(vendor, ours) >= ofLargest * largest[kindOf(quantity)],
  );
}

export const kindOf = (quantity: Quantity) => (quantity.endsWith("Energy") ? "Energy" : "Capacity");

function isCounted(quantity: Quantity, counters: readonly Counter[]): boolean {
  return counters.includes(quantity) || counters.includes(quantity.endsWith("Energy") ? "energy" : "capacity");
}

/** Relative to the cycler's counter; 1 where that is 0 and ours is not. */
function relative(ours: number, vendor: number): number {
  // An electrode below its reference has a negative energy; counters keep its magnitude.
  const size = Math.abs(ours);
  if (vendor === 0) return size === 0 ? 0 : 1;
  return (size - vendor) / vendor;
}
