import {
  COLUMN_NAMES,
  createSampleColumns,
  type SampleColumns,
  sliceSamples,
} from "../../domain/samples/sample-columns";

/** Counters of the cycler, which are compared with our own sums. */
export const COUNTERS = [
  "capacity",
  "energy",
  "chargeCapacity",
  "dischargeCapacity",
  "chargeEnergy",
  "dischargeEnergy",
] as const;
export type Counter = (typeof COUNTERS)[number];
type CounterColumns = Partial<Record<Counter, Float64Array>>;

/** Samples of one test in order, with the cycler's counters and the lines they come from. All but the samples are reused for the next part. */
export type BuiltPart = {
  test: string;
  samples: SampleColumns;
  counters: CounterColumns;
  lines: Int32Array;
  /** Cycle numbers as in the file, also those that are not counts. */
  cycles: Float64Array;
  /** The clock as shown; NaN where there is none. */
  clockUs: Float64Array;
};

export function createPart(test: string, length: number, counters: readonly Counter[]): BuiltPart {
  return {
    test,
    samples: createSampleColumns(length),
    counters: Object.fromEntries(counters.map((counter) => [counter, new Float64Array(length)])),
    lines: new Int32Array(length),
    cycles: new Float64Array(length),
    clockUs: new Float64Array(length),
  };
}

/** Space for the next samples of the same test. Only the samples were handed on; the other columns are filled again. */
export function nextPart(part: BuiltPart): BuiltPart {
  return { ...part, samples: createSampleColumns(part.lines.length) };
}

/** The first `length` samples, as views. */
export function firstOfPart(part: BuiltPart, length: number): BuiltPart {
  if (length === part.lines.length) return part;
  const counters = Object.entries(part.counters).map(([counter, values]) => [counter, values.subarray(0, length)]);
  return {
    test: part.test,
    samples: sliceSamples(part.samples, 0, length),
    counters: Object.fromEntries(counters),
    lines: part.lines.subarray(0, length),
    cycles: part.cycles.subarray(0, length),
    clockUs: part.clockUs.subarray(0, length),
  };
}

/** The same part with space for `length` samples. */
export function extendPart(part: BuiltPart, length: number): BuiltPart {
  const counters = Object.keys(part.counters) as Counter[]; // the keys it was made with
  const grown = createPart(part.test, length, counters);
  for (const name of COLUMN_NAMES) grown.samples[name].set(part.samples[name]);
  for (const counter of counters) grown.counters[counter]?.set(part.counters[counter] ?? []);
  grown.lines.set(part.lines);
  grown.cycles.set(part.cycles);
  grown.clockUs.set(part.clockUs);
  return grown;
}
