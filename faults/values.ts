/** The samples of the suite are a pure function of cell and number: what is stored needs no copy to be compared with. */
export type Value = {
  timeMs: number;
  testTimeS: number;
  voltageV: number;
  currentA: number;
  cycle: number;
  step: number;
};

const STEP_S = 10;
const PHASES_A = [1, 0, -1, 0];
const SAMPLES_IN_PHASE = 25;
const SAMPLES_IN_CYCLE = PHASES_A.length * SAMPLES_IN_PHASE;
/** All of a run end before now. */
const DAYS_BACK = 20;
const START_MS = Math.floor(Date.now() / 1000) * 1000 - DAYS_BACK * 86_400_000;

/** The n-th sample of a cell: a charge, a rest, a discharge and a rest, cycle after cycle. */
export function valueAt(cell: string, n: number): Value {
  const phase = Math.floor((n % SAMPLES_IN_CYCLE) / SAMPLES_IN_PHASE);
  const own = cell.length % 7; // cells of different names differ
  return {
    timeMs: START_MS + 1000 * STEP_S * n,
    testTimeS: STEP_S * n,
    voltageV: 3 + own / 10 + (n % SAMPLES_IN_PHASE) / 50,
    currentA: (PHASES_A[phase] ?? 0) * (1 + own / 100),
    cycle: 1 + Math.floor(n / SAMPLES_IN_CYCLE),
    step: 1 + phase,
  };
}

/** The number of the sample with that time. */
export function numberAt(timeMs: number): number {
  return (timeMs - START_MS) / 1000 / STEP_S;
}

/** An ingest body with so many samples of a cell. */
export function bodyOf(cell: string, from: number, count: number): string {
  const samples = Array.from({ length: count }, (_, index) => {
    const { timeMs, testTimeS, voltageV, currentA, cycle, step } = valueAt(cell, from + index);
    return { cell, time: timeMs, testTime: testTimeS, voltage: voltageV, current: currentA, cycle, step };
  });
  return JSON.stringify({ samples });
}
