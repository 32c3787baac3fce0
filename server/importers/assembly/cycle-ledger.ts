import { type Run, splitIntoRuns } from "../../domain/cycles/runs";
import { SECONDS_PER_HOUR } from "../../domain/cycles/stored-quantities";
import { tallyRuns } from "../../domain/cycles/test-tally";
import { floatAt } from "../../domain/samples/sample-columns";
import { type BuiltPart, type Counter, COUNTERS } from "./built-part";

export const QUANTITIES = ["chargeCapacity", "dischargeCapacity", "chargeEnergy", "dischargeEnergy"] as const;
export type Quantity = (typeof QUANTITIES)[number];

/** Charge and energy of one cycle, in Ah and Wh: by our rule, and by the cycler's counters. */
export type CycleSums = {
  cycle: number;
  ours: Record<Quantity, number>;
  vendor: Record<Quantity, number>;
  /** One of its runs has both directions, as a drive cycle has: a counter of both directions then says nothing about either. */
  isMixed: boolean;
};

/** A run, the line of its first sample, and the increase of each counter in it, in the order of `COUNTERS`. */
type CountedRun = { run: Run; line: number; vendor: Float64Array };

/** Runs of a test without cycle numbers are kept until its end, where cycles are detected. A test with more runs than this has noise for a current. */
const MAX_KEPT_RUNS = 100_000;

/** With at least so many rows, this share has to be in one run with the row before. */
const LEAST_ROWS = 5;
const LEAST_INTERVALS = 0.05;

/** A run has both directions if the smaller charge is more than this share of the larger. */
const MIXED_SHARE = 0.01;

/** The settings of a new cell. */
const NO_SETTINGS = { nominalCapacityAh: null, cycleStartsWith: "charge", endedAtUs: null } as const;

/** Computes the runs and cycles of one test as a recount would, part by part, with the cycler's counters beside them. */
export class CycleLedger {
  private open: CountedRun | null = null;
  /** Closed runs without a cycle number, before the first that has one. */
  private readonly unnumbered: CountedRun[] = [];
  private readonly cycles = new Map<number, CycleSums>();
  private number: number | null = null;
  private readonly before = new Float64Array(COUNTERS.length).fill(Number.NaN);
  private samples = 0;
  private runs = 0;
  /** Too many runs to detect cycles in. */
  isFull = false;

  /** @param onRun receives each finished run with the line of its first sample */
  constructor(private readonly onRun: (run: Run, line: number) => void) {}

  add(part: BuiltPart): void {
    const { samples } = part;
    const runs = splitIntoRuns(samples, this.open?.run ?? null, null);
    let from = 0;
    for (const [index, run] of runs.entries()) {
      // Only the first may continue the run that the part before left open.
      const begun = index === 0 ? this.open : null;
      const to = from + run.sampleCount - (begun?.run.sampleCount ?? 0);
      if (begun === null) this.close();
      this.open = this.counted(part, run, [from, to], begun);
      from = to;
    }
  }

  private counted(
    part: BuiltPart,
    run: Run,
    rows: readonly [from: number, to: number],
    begun: CountedRun | null,
  ): CountedRun {
    const vendor = begun?.vendor ?? new Float64Array(COUNTERS.length);
    this.addCounters(part, rows, begun !== null, vendor);
    return { run, line: begun?.line ?? part.lines[rows[0]] ?? 0, vendor };
  }

  /** Whether nearly every row is a run of its own, so that no charge is counted: a summary of steps, not samples. */
  get hasSingleRowRuns(): boolean {
    return this.samples >= LEAST_ROWS && this.samples - this.runs < this.samples * LEAST_INTERVALS;
  }

  /** The cycles of the test in order of appearance. */
  finish(): CycleSums[] {
    this.close();
    if (this.number !== null) return [...this.cycles.values()];
    const result = tallyRuns(
      this.unnumbered.map(({ run }) => run),
      NO_SETTINGS,
    );
    this.unnumbered.forEach((counted, index) => {
      this.fold(counted, result?.runCycles[index] ?? 1);
    });
    return [...this.cycles.values()];
  }

  private addCounters(
    { counters }: BuiltPart,
    rows: readonly [from: number, to: number],
    isBegun: boolean,
    sums: Float64Array,
  ): void {
    COUNTERS.forEach((counter, which) => {
      const values = counters[counter];
      if (values) sums[which] = floatAt(sums, which) + this.addedBy(values, which, rows, isBegun);
    });
  }

  /**
   * The increase of a counter. A counter may restart from 0 with each step or cycle; a fall to more than half is noise. A counter of both
   * directions restarts only with a run, because inside one it may cross 0: Novonix's rises on charge and falls on discharge, across steps.
   */
  private addedBy(
    values: Float64Array,
    which: number,
    [from, to]: readonly [number, number],
    isBegun: boolean,
  ): number {
    const isTwoWay = isTwoWayCounter(COUNTERS[which]);
    let before = floatAt(this.before, which);
    let mayRestart = !(isTwoWay && isBegun);
    let sum = 0;
    for (let row = from; row < to; row++) {
      const value = isTwoWay ? floatAt(values, row) : Math.abs(floatAt(values, row));
      if (Number.isNaN(value)) continue;
      if (value !== before && !Number.isNaN(before)) {
        sum += mayRestart && Math.abs(value) < Math.abs(before) / 2 ? value : value - before;
      }
      before = value;
      mayRestart = !isTwoWay;
    }
    this.before[which] = before;
    return sum;
  }

  private close(): void {
    const closed = this.open;
    if (closed === null) return;
    this.open = null;
    this.runs += 1;
    this.samples += closed.run.sampleCount;
    this.onRun(closed.run, closed.line);
    const sent = closed.run.sentCycle;
    if (sent !== null) {
      if (this.number === null) for (const counted of this.unnumbered.splice(0)) this.fold(counted, sent);
      this.number = sent;
    }
    if (this.number !== null) this.fold(closed, this.number);
    else if (this.unnumbered.length < MAX_KEPT_RUNS) this.unnumbered.push(closed);
    else this.isFull = true;
  }

  private fold({ run, vendor }: CountedRun, cycle: number): void {
    const sums = this.cycles.get(cycle) ?? { cycle, ours: nothing(), vendor: nothing(), isMixed: false };
    this.cycles.set(cycle, sums);
    sums.ours.chargeCapacity += run.chargeAs / SECONDS_PER_HOUR;
    sums.ours.dischargeCapacity += run.dischargeAs / SECONDS_PER_HOUR;
    sums.ours.chargeEnergy += run.chargeWs / SECONDS_PER_HOUR;
    sums.ours.dischargeEnergy += run.dischargeWs / SECONDS_PER_HOUR;
    const [less, more] = [run.chargeAs, run.dischargeAs].sort((left, right) => left - right);
    sums.isMixed ||= (less ?? 0) > MIXED_SHARE * (more ?? 0);
    COUNTERS.forEach((counter, which) => {
      const added = floatAt(vendor, which);
      sums.vendor[quantityOf(counter, run)] += isTwoWayCounter(counter) ? Math.abs(added) : added;
    });
  }
}

const nothing = (): Record<Quantity, number> => ({
  chargeCapacity: 0,
  dischargeCapacity: 0,
  chargeEnergy: 0,
  dischargeEnergy: 0,
});

const isTwoWayCounter = (counter: Counter | undefined) => counter === "capacity" || counter === "energy";

/** A counter of both directions counts the direction in which its run moved more. */
function quantityOf(counter: Counter, run: Run): Quantity {
  const discharges = run.dischargeAs > run.chargeAs;
  if (counter === "capacity") return discharges ? "dischargeCapacity" : "chargeCapacity";
  if (counter === "energy") return discharges ? "dischargeEnergy" : "chargeEnergy";
  return counter;
}
