import { floatAt, type SampleColumns } from "../../samples/sample-columns";
import { type CurrentShape, ohmBetween } from "../current-shape";
import { toSampleSpan } from "../sample-span";

/** Times after a pulse's start at which its resistance is kept, s; those at its first and last sample follow from the run itself. */
const PULSE_TIMES_S = { pulseOhm1: 1, pulseOhm2: 2, pulseOhm10: 10, pulseOhm30: 30 } as const;
type PulseOhms = { [Name in keyof typeof PULSE_TIMES_S]: number | null };

/** Within so much of its last sample that one is taken, s. */
const END_TOLERANCE_S = 0.05;

type PulseRun = CurrentShape & { leadInS: number };

/**
 * The resistance of a pulse over the time since its start, against the last sample before it.
 * @param samples all of the run
 * @returns Ω: |ΔV ÷ ΔI|, V and I linear between the samples around each time; null past its last one
 * @see contract.md, "Pulses"
 */
export function pulseOhms(run: PulseRun, samples: SampleColumns): PulseOhms {
  const timesS = timesOf(run, samples);
  const entries = Object.entries(PULSE_TIMES_S).map(
    ([name, timeS]) => [name, ohmAt(run, samples, timesS, timeS)] as const,
  );
  return Object.fromEntries(entries) as PulseOhms; // one entry a name
}

/** Of each sample since the pulse's start, s. */
function timesOf({ leadInS }: PulseRun, samples: SampleColumns): Float64Array {
  const testTimeS = floatAt(samples.testTimeS, 0);
  const before = {
    lastTimeUs: floatAt(samples.timeUs, 0),
    lastTestTimeS: Number.isNaN(testTimeS) ? null : testTimeS,
    lastVoltageV: 0,
    lastCurrentA: 0,
  };
  const { intervalS } = toSampleSpan(samples, {
    from: 1,
    to: samples.length,
    before,
    maxGapS: Number.POSITIVE_INFINITY,
  });
  const timesS = new Float64Array(samples.length);
  timesS[0] = leadInS;
  for (let index = 1; index < timesS.length; index++) {
    timesS[index] = floatAt(timesS, index - 1) + floatAt(intervalS, index - 1);
  }
  return timesS;
}

function ohmAt(run: PulseRun, samples: SampleColumns, timesS: Float64Array, timeS: number): number | null {
  const last = timesS.length - 1;
  const endS = floatAt(timesS, last);
  if (timeS > endS + END_TOLERANCE_S || timeS < floatAt(timesS, 0)) return null;
  let right = 0;
  while (right < last && floatAt(timesS, right) < timeS) right += 1;
  const rightS = floatAt(timesS, right);
  const leftS = floatAt(timesS, Math.max(right - 1, 0));
  const share = timeS >= endS || rightS === leftS ? 1 : (timeS - leftS) / (rightS - leftS);
  const between = (column: Float64Array) => {
    const left = floatAt(column, Math.max(right - 1, 0));
    return left + (floatAt(column, right) - left) * share;
  };
  return ohmAgainst(run, between(samples.voltageV), between(samples.currentA));
}

type Previous = Pick<CurrentShape, "previousVoltageV" | "previousCurrentA">;

/** |ΔV ÷ ΔI| against the sample before the run. */
export function ohmAgainst(run: Previous, voltageV: number, currentA: number): number | null {
  const { previousVoltageV, previousCurrentA } = run;
  if (previousVoltageV === null || previousCurrentA === null) return null;
  return ohmBetween(voltageV - previousVoltageV, currentA - previousCurrentA);
}
