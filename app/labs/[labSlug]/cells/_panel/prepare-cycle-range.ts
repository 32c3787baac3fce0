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

/** What is excluded, in words. */
export function rangeText(cycles: CycleRange | null): string {
  if (cycles === null) return "whole cell";
  return cycles.from === cycles.to ? `cycle ${cycles.from}` : `cycles ${cycles.from}–${cycles.to}`;
}
