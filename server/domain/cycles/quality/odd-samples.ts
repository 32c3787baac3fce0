import { floatAt } from "../../samples/sample-columns";
import type { SampleSpan } from "../sample-span";

/**
 * What a run remembers of single rows that neither neighbour supports: a voltage or a current that leaps away and comes back at once. They
 * count in sums like any other; extremes of the voltage leave them out. A row is judged when the one behind it is known. All of it is null
 * where formulas made the run that did not know it.
 * @see contract.md, "Odd rows"
 */
export type OddSamples = {
  /** Of the last row before the run's last one that is not odd; null for none. */
  beforeLastVoltageV: number | null;
  beforeLastCurrentA: number | null;
  /** Extremes of the rows before the last one that are not odd; null for none. */
  calmMinVoltageV: number | null;
  calmMaxVoltageV: number | null;
  oddVoltages: number | null;
  /** The first and the last of them. */
  firstOddUs: number | null;
  firstOddVoltageV: number | null;
  lastOddUs: number | null;
  lastOddVoltageV: number | null;
  /** The largest current that leapt away for one row: whether it is odd the size of the cell tells. */
  leapUs: number | null;
  leapCurrentA: number | null;
};

export const UNKNOWN_ODD_SAMPLES: OddSamples = {
  beforeLastVoltageV: null,
  beforeLastCurrentA: null,
  calmMinVoltageV: null,
  calmMaxVoltageV: null,
  oddVoltages: null,
  firstOddUs: null,
  firstOddVoltageV: null,
  lastOddUs: null,
  lastOddVoltageV: null,
  leapUs: null,
  leapCurrentA: null,
};

/** Of a run with its first row. */
export const NO_ODD_SAMPLES: OddSamples = { ...UNKNOWN_ODD_SAMPLES, oddVoltages: 0 };

const LEAP_V = 1;
/** Modules and packs leap by more than a cell: as a share of their voltage. */
const LEAP_SHARE = 0.1;
const ALIKE_V = 0.05;
export const LARGE_CURRENT = 20;

type Extended = OddSamples & {
  minVoltageV: number;
  maxVoltageV: number;
  lastTimeUs: number;
  lastVoltageV: number;
  lastCurrentA: number;
};

/**
 * Takes the next samples of a run into its extremes of the voltage, and finds its odd rows; before anything else of the run is extended, as it
 * reads the last row that the run knew. Each row is judged when the next one is known, against that and the row before it that was not odd: the
 * last row so far is in the extremes, and leaves them where the next one makes it odd. Runs of older formulas get extremes of all rows.
 * @param run with its first row; changed in place
 * @param span the rows behind those that the run has, in order
 * @see contract.md, "Odd rows"
 */
// complexity: one pass over all rows of a batch, where a call for each would cost ingest
export function extendVoltages(run: Extended, span: SampleSpan): void {
  const { samples, from, to } = span;
  if (run.oddVoltages === null) {
    for (let index = from; index < to; index++) {
      run.minVoltageV = Math.min(run.minVoltageV, floatAt(samples.voltageV, index));
      run.maxVoltageV = Math.max(run.maxVoltageV, floatAt(samples.voltageV, index));
    }
    return;
  }
  let [leastV, mostV] = [
    run.calmMinVoltageV ?? Number.POSITIVE_INFINITY,
    run.calmMaxVoltageV ?? Number.NEGATIVE_INFINITY,
  ];
  let [beforeV, beforeA] = [run.beforeLastVoltageV ?? Number.NaN, run.beforeLastCurrentA ?? Number.NaN];
  let [nowV, nowA] = [run.lastVoltageV, run.lastCurrentA];
  for (let index = from; index < to; index++) {
    const afterV = floatAt(samples.voltageV, index);
    const afterA = floatAt(samples.currentA, index);
    if (leaps(beforeV, nowV, afterV)) {
      keepOdd(run, index === from ? run.lastTimeUs : floatAt(samples.timeUs, index - 1), nowV);
    } else {
      if (nowV < leastV) leastV = nowV;
      if (nowV > mostV) mostV = nowV;
      beforeV = nowV;
    }
    if (Math.abs(nowA) > LARGE_CURRENT * Math.abs(afterA) && Math.abs(nowA) > LARGE_CURRENT * Math.abs(beforeA)) {
      keepLeap(run, index === from ? run.lastTimeUs : floatAt(samples.timeUs, index - 1), nowA);
    } else beforeA = nowA;
    nowV = afterV;
    nowA = afterA;
  }
  run.calmMinVoltageV = leastV;
  run.calmMaxVoltageV = mostV;
  run.beforeLastVoltageV = beforeV;
  run.beforeLastCurrentA = beforeA;
  run.minVoltageV = Math.min(leastV, nowV);
  run.maxVoltageV = Math.max(mostV, nowV);
}

/** Whether a voltage is far from both neighbours, which are alike; never so without one of them. */
function leaps(beforeV: number, nowV: number, afterV: number): boolean {
  const distanceV = Math.abs(nowV - afterV);
  if (!(distanceV > LEAP_V && Math.abs(beforeV - afterV) <= ALIKE_V)) return false;
  const leastV = Math.max(LEAP_V, LEAP_SHARE * Math.abs(beforeV));
  return distanceV > leastV && Math.abs(nowV - beforeV) > leastV;
}

function keepOdd(run: OddSamples, timeUs: number, voltageV: number): void {
  run.oddVoltages = (run.oddVoltages ?? 0) + 1;
  run.firstOddUs ??= timeUs;
  run.firstOddVoltageV ??= voltageV;
  run.lastOddUs = timeUs;
  run.lastOddVoltageV = voltageV;
}

function keepLeap(run: OddSamples, timeUs: number, currentA: number): void {
  if (Math.abs(currentA) <= Math.abs(run.leapCurrentA ?? 0)) return;
  run.leapUs = timeUs;
  run.leapCurrentA = currentA;
}
