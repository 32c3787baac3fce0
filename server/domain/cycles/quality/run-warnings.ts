import { toIsoTime } from "../../samples/input-times";
import { LARGE_CURRENT } from "./odd-samples";
import type { Run } from "../runs";

const MAX_NAMED = 5;

/** What the runs of one test tell that a reader of its numbers should know: rows that nothing supports, and a clock that drifts. */
export function runWarnings(runs: readonly Run[], nominalCapacityAh: number | null): string[] {
  return [oddVoltages(runs), oddCurrents(runs, nominalCapacityAh), oddTimes(runs), clockDrift(runs)].flatMap(
    (warning) => warning ?? [],
  );
}

const printed = (value: number) => String(Number(value.toPrecision(6)));
const namedRows = (rows: readonly string[], count = rows.length) => {
  const named = rows.slice(0, MAX_NAMED);
  return count > named.length ? `${named.join(", ")} and ${count - named.length} more` : named.join(", ");
};

/** The first and the last odd row of each run, and how many there are. */
function oddVoltages(runs: readonly Run[]): string | null {
  const count = runs.reduce((sum, run) => sum + (run.oddVoltages ?? 0), 0);
  if (count === 0) return null;
  const rows = runs.flatMap((run) => [
    ...rowText(run.firstOddVoltageV, "V", run.firstOddUs),
    ...((run.oddVoltages ?? 0) > 1 ? rowText(run.lastOddVoltageV, "V", run.lastOddUs) : []),
  ]);
  const which = count === 1 ? "A single row is" : `${count} single rows are`;
  return `${which} far from the rows before and after, which agree: ${namedRows(rows, count)}. They count in sums, but not in extremes of the voltage.`;
}

const rowText = (value: number | null, unit: string, timeUs: number | null) =>
  value === null || timeUs === null ? [] : [`${printed(value)} ${unit} at ${toIsoTime(timeUs)}`];

const NOMINAL_RATES = 10;
const PERCENTILE = 0.99;

/** A leap of a size that the cell cannot have, as far as its nominal capacity, or else the other currents of its test, tell. */
function oddCurrents(runs: readonly Run[], nominalCapacityAh: number | null): string | null {
  const largestA = nominalCapacityAh === null ? LARGE_CURRENT * usualLargestA(runs) : NOMINAL_RATES * nominalCapacityAh;
  const odd = runs.filter(({ leapCurrentA }) => largestA > 0 && Math.abs(leapCurrentA ?? 0) > largestA);
  if (odd.length === 0) return null;
  const rows = odd.flatMap(({ leapCurrentA, leapUs }) => rowText(leapCurrentA, "A", leapUs));
  return `The current is far over that of the rows before and after, and of any that the cell takes: ${namedRows(rows)}. Such rows count like any other.`;
}

function usualLargestA(runs: readonly Run[]): number {
  const sizes = runs.map(({ lastCurrentA }) => Math.abs(lastCurrentA)).sort((left, right) => left - right);
  return sizes[Math.ceil(PERCENTILE * sizes.length) - 1] ?? 0;
}

const LARGE_TIME = 1000;
const LEAST_S = 1e-3;

/** A test time that is far ahead of the next row's began a run of its own there. */
function oddTimes(runs: readonly Run[]): string | null {
  const rows = runs.slice(1).flatMap((next, index) => {
    const run = runs[index];
    if (!run || run.lastTestTimeS === null || next.firstTestTimeS === null || !isOneStep(run, next)) return [];
    const aroundS = next.firstTestTimeS - (run.lastTestTimeS - (run.lastIntervalS ?? Number.NaN));
    const aheadS = run.lastTestTimeS - next.firstTestTimeS;
    const isOdd = aroundS > 0 && aheadS > LARGE_TIME * Math.max(aroundS, LEAST_S);
    return isOdd ? rowText(run.lastTestTimeS, "s", run.lastTimeUs) : [];
  });
  if (rows.length === 0) return null;
  return `The test time is far ahead of the next row's: ${namedRows(rows)}. Send these rows again with the right one.`;
}

const isOneStep = (run: Run, next: Run) =>
  run.sentCycle === next.sentCycle &&
  run.step === next.step &&
  run.stepCount === next.stepCount &&
  run.sentMode === next.sentMode;

/** Shorter runs tell little of a rate: their times are rounded. */
const LEAST_RUN_S = 600;
const LEAST_VOTES = 3;
const WORTH_A_WARNING = 1e-3;
const ALIKE_SHARE = 0.2;
const STEADY_SHARE = 0.9;
const US_PER_S = 1e6;

/** Whether the clock is fast or slow against test time throughout; a pause is no drift, for it is in few runs. */
function clockDrift(runs: readonly Run[]): string | null {
  const drifts = runs.flatMap(({ firstTimeUs, lastTimeUs, firstTestTimeS, lastTestTimeS }) => {
    const testS = (lastTestTimeS ?? Number.NaN) - (firstTestTimeS ?? Number.NaN);
    return testS >= LEAST_RUN_S ? [(lastTimeUs - firstTimeUs) / US_PER_S / testS - 1] : [];
  });
  const middle = [...drifts].sort((left, right) => left - right)[drifts.length >> 1] ?? 0;
  if (drifts.length < LEAST_VOTES || Math.abs(middle) < WORTH_A_WARNING) return null;
  const alike = drifts.filter((drift) => Math.abs(drift - middle) <= ALIKE_SHARE * Math.abs(middle)).length;
  if (alike < STEADY_SHARE * drifts.length) return null;
  const percent = Number((100 * Math.abs(middle)).toPrecision(2));
  return `The clock is ${percent} % ${middle > 0 ? "fast" : "slow"} against test time, step by step. Numbers go by test time; only where samples lie in time goes by the clock.`;
}
