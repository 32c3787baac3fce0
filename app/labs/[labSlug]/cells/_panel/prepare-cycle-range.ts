import type { CycleRange } from "@/server/domain/cells/exclusions";

/**
 * A range of cycles as it is typed.
 * @param from the first cycle, or "" for all
 * @param to the last one, included; "" for the first alone
 * @returns cycles null: all of them
 */
export function prepareCycleRange(
  from: string | number,
  to: string | number,
): { cycles: CycleRange | null; problem: string | null } {
  if (from === "" && to === "") return { cycles: null, problem: null };
  if (from === "") return { cycles: null, problem: "Say from which cycle, too" };
  const cycles = { from: Number(from), to: Number(to === "" ? from : to) };
  return { cycles, problem: cycles.from > cycles.to ? "The last cycle lies before the first" : null };
}

type Looked = { cycle: number | null; from: number | null; to: number | null };

/**
 * The cycles that a chart points at: the chosen one, else those that it was zoomed to, of what there is.
 * @param cycles the numbers that there are, rising
 * @returns null where the chart shows all of them
 */
export function cyclesLookedAt({ cycle, from, to }: Looked, cycles: readonly number[]): CycleRange | null {
  if (cycle !== null) return { from: cycle, to: cycle };
  if (from === null && to === null) return null;
  // A zoom may reach beyond the last cycle: those to come are nobody's choice.
  const first = cycles.find((one) => one >= (from ?? one));
  const last = cycles.findLast((one) => one <= (to ?? one));
  return first === undefined || last === undefined || first > last ? null : { from: first, to: last };
}

/** What is excluded, in words. */
export function rangeText(cycles: CycleRange | null): string {
  if (cycles === null) return "whole cell";
  return cycles.from === cycles.to ? `cycle ${cycles.from}` : `cycles ${cycles.from}–${cycles.to}`;
}
