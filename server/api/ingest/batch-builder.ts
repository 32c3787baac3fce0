import { type BatchSeries, orderSamples } from "../../domain/samples/batch-series";
import {
  floatAt,
  intAt,
  createSampleColumns,
  NO_INT,
  pickSamples,
  type SampleColumns,
  type SentMode,
  sliceSamples,
} from "../../domain/samples/sample-columns";
import { modeOfStepType } from "../../domain/samples/step-types";
import { toCellName, toTestName } from "../../domain/cells/input-names";
import { EARLIEST_TIME_US } from "../../domain/samples/sample-bounds";

const US_PER_S = 1e6;
export const MISSING_TIME = "missing; it may be where `startedAt` and `testTime` are given";

/**
 * The samples of a body on their way into columns, one index a sample in the order they were sent. Every form of body fills it through
 * the readers of `sample-fields.ts`: 50,000 samples are one request, so none costs an object or a schema.
 */
export class SampleBuilder {
  readonly columns: SampleColumns;
  /** Indexes into `cells` and `tests`; −1 where none was read. */
  readonly cellOf: Int32Array;
  readonly testOf: Int32Array;
  readonly cells = new Names(toCellName);
  readonly tests = new Names(toTestName);
  /** Samples whose cycle number counts as missing. */
  readonly badCycles: number[] = [];
  /** Samples whose temperature does. */
  readonly badTemperatures: number[] = [];
  private readonly modes = new Map<string, SentMode>();

  /** @param latestUs what lies behind it is ahead of any clock */
  constructor(
    length: number,
    readonly latestUs: number,
  ) {
    this.columns = createSampleColumns(length);
    this.columns.timeUs.fill(Number.NaN);
    this.columns.record.fill(NO_INT);
    this.cellOf = new Int32Array(length).fill(-1);
    this.testOf = new Int32Array(length).fill(this.tests.indexOf(""));
  }

  /** Few kinds of step come in many samples. */
  modeOfStepType(stepType: string): SentMode {
    const known = this.modes.get(stepType) ?? modeOfStepType(stepType);
    this.modes.set(stepType, known);
    return known;
  }

  /** Gives a sample without time the one that its test time says; NaN stays where there is none either. */
  completeTime(index: number, startedAtUs: number | null): void {
    const { timeUs, testTimeS } = this.columns;
    if (startedAtUs === null || !Number.isNaN(timeUs[index])) return;
    timeUs[index] = startedAtUs + Math.round(floatAt(testTimeS, index) * US_PER_S);
  }

  /** What is wrong with the time of a sample that is complete otherwise. */
  timeProblem(index: number): string | null {
    const us = floatAt(this.columns.timeUs, index);
    if (us >= EARLIEST_TIME_US && us <= this.latestUs) return null;
    return Number.isNaN(us) ? MISSING_TIME : timeOutOfRange(us);
  }

  /** The names of the cells that samples belong to. */
  cellsOf(indexes: readonly number[]): string[] {
    const cells = new Set(indexes.map((index) => intAt(this.cellOf, index)));
    return [...cells].map((cell) => this.cells.nameAt(cell));
  }

  /** The first `length` samples by cell and test, each in order. */
  toSeries(length: number): BatchSeries[] {
    const { keys, seriesOf, runs } = this.groupByTest(length);
    const series = keys.map((key) => ({
      cell: this.cells.nameAt(Math.floor(key / this.tests.size)),
      test: this.tests.nameAt(key % this.tests.size),
    }));
    const parts = runs === keys.length ? this.slices(seriesOf) : this.picks(seriesOf, keys.length);
    return series.map((names, ordinal) => ({ ...names, samples: orderSamples(parts[ordinal] ?? this.columns) }));
  }

  /** To which series each sample belongs, in the order they first appear; `runs` counts how often neighbours differ. */
  private groupByTest(length: number): { keys: number[]; seriesOf: Int32Array; runs: number } {
    const keys: number[] = [];
    const ordinals = new Map<number, number>();
    const seriesOf = new Int32Array(length);
    let [lastKey, ordinal, runs] = [-1, -1, 0];
    for (let index = 0; index < length; index++) {
      const key = intAt(this.cellOf, index) * this.tests.size + intAt(this.testOf, index);
      if (key !== lastKey) {
        ordinal = ordinals.get(key) ?? keys.push(key) - 1;
        ordinals.set(key, ordinal);
        lastKey = key;
        runs++;
      }
      seriesOf[index] = ordinal;
    }
    return { keys, seriesOf, runs };
  }

  /** Where each series lies together: views, nothing copied. */
  private slices(seriesOf: Int32Array): SampleColumns[] {
    if (seriesOf.length === this.columns.length && seriesOf[0] === seriesOf.at(-1)) return [this.columns];
    const slices: SampleColumns[] = [];
    for (let from = 0, to = 1; to <= seriesOf.length; to++) {
      if (seriesOf[to] === seriesOf[from]) continue;
      slices.push(sliceSamples(this.columns, from, to));
      from = to;
    }
    return slices;
  }

  private picks(seriesOf: Int32Array, count: number): SampleColumns[] {
    const ends = new Int32Array(count + 1);
    for (const ordinal of seriesOf) ends[ordinal + 1] = intAt(ends, ordinal + 1) + 1;
    for (let ordinal = 0; ordinal < count; ordinal++) {
      ends[ordinal + 1] = intAt(ends, ordinal + 1) + intAt(ends, ordinal);
    }
    const starts = ends.slice(0, count);
    const next = starts.slice();
    const indexes = new Int32Array(seriesOf.length);
    seriesOf.forEach((ordinal, index) => {
      const at = intAt(next, ordinal);
      indexes[at] = index;
      next[ordinal] = at + 1;
    });
    return Array.from(starts, (start, ordinal) =>
      pickSamples(this.columns, indexes.subarray(start, ends[ordinal + 1])),
    );
  }
}

export const timeOutOfRange = (us: number): string =>
  us < EARLIEST_TIME_US ? "expected a time after 1989" : "lies over 10 minutes ahead of the server's clock";

/** Names as they are stored, each looked at once however often it is sent. */
class Names {
  private readonly names: string[] = [];
  private readonly byRaw = new Map<string, number>();
  private readonly byName = new Map<string, number>();
  private lastRaw = "";
  private lastIndex = -1;

  constructor(private readonly toStored: (raw: string) => string | null) {}

  get size(): number {
    return this.names.length;
  }

  nameAt(index: number): string {
    return this.names[index] ?? "";
  }

  /** −1 for what is no name. */
  indexOf(raw: string): number {
    if (raw === this.lastRaw && this.lastIndex >= 0) return this.lastIndex;
    this.lastIndex = this.byRaw.get(raw) ?? this.add(raw);
    this.lastRaw = raw;
    return this.lastIndex;
  }

  private add(raw: string): number {
    const name = this.toStored(raw);
    if (name === null) return -1;
    const index = this.byName.get(name) ?? this.names.push(name) - 1;
    this.byName.set(name, index);
    this.byRaw.set(raw, index);
    return index;
  }
}
