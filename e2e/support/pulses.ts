import type { Sample } from "./samples";

/** Three times a rest of 10 min, a pulse of 1 A for 10 s, a rest of 1 min, and a discharge of 0.4 Ah at 1 A. */
export function pulsesOf(cell: string): Sample[] {
  const startMs = Date.now() - 6 * 3600 * 1000;
  const at = (testTime: number, current: number, voltage: number, step: number): Sample => {
    return { cell, time: startMs + testTime * 1000, testTime, voltage, current, cycle: 1, step };
  };
  return [0, 1, 2].flatMap((round) => {
    const [beginS, restV] = [round * 3000, 3.9 - 0.1 * round];
    return [
      ...[at(beginS, 0, restV, 1), at(beginS + 600, 0, restV, 1)],
      ...[at(beginS + 600.1, -1, restV - 0.05, 2), at(beginS + 601.1, -1, restV - 0.06, 2)],
      ...[at(beginS + 605.1, -1, restV - 0.07, 2), at(beginS + 610.1, -1, restV - 0.08, 2)],
      ...[at(beginS + 610.2, 0, restV - 0.02, 3), at(beginS + 670, 0, restV, 3)],
      ...[at(beginS + 671, -1, restV - 0.1, 4), at(beginS + 671 + 1440, -1, restV - 0.15, 4)],
    ];
  });
}
