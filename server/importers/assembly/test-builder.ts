import { floatAt, intAt, NO_INT } from "../../domain/samples/sample-columns";
import { type Counts, countsOf, detectRestart, NO_COUNTS } from "./detect-restart";
import { type BuiltPart, type Counter, createPart, firstOfPart, extendPart, nextPart } from "./built-part";
import type { Warn } from "../checks/check";
import { MAX_PART_SAMPLES } from "../cycler-file";
import { RowBlock } from "../table/row-block";
import { explainTimeFall, IS_LOST } from "./explain-time-fall";
import { timeFault } from "../time/time-fault";
import { PlausibleTemperatures } from "./plausible-temperatures";
import { StepTimes } from "../time/step-times";
import { Timeline, type TimelineStart } from "../time/timeline";

/** A test of the file, while it is built. */
export type BuiltTest = { test: string; startedAtUs: number; cycleOffset: number; samples: number };

export type BuilderSettings = TimelineStart & {
  /** Counters in the file. */
  counters: readonly Counter[];
  /** Whether step times restart with each step in this format. */
  stepTimeRestarts: boolean;
  firstRows: number;
  /** Unix µs behind which a sample lies in the future. */
  latestUs: number;
  /** The clock says when the test began, and nothing more. */
  startsByClock: boolean;
  warn: Warn;
  /** Receives the line of a row whose time is impossible, and why. */
  refuse: (line: number, message: string) => void;
};

const LARGEST_INT = 2 ** 31 - 1;
const US_PER_S = 1e6;
/** A clock is corrected by as much; where it falls further, charge is lost. */
const SMALL_FALL_US = 60 * US_PER_S;
/**
 * Turns the rows of one cell into samples of tests: when each was taken, its ordinal among samples of the same time, how many steps were
 * executed so far, and where another test begins. Hands on full parts; `flush` hands on the last one.
 */
export class TestBuilder {
  readonly tests: BuiltTest[] = [];
  private timeline: Timeline;
  private readonly stepTimes: StepTimes;
  private readonly temperatures = new PlausibleTemperatures();
  private part: BuiltPart;
  private length = 0;
  /** The test that samples are added to; null before its first sample. */
  private test: BuiltTest | null = null;
  /** The row whose test time fell, until the next row shows what that means. */
  private heldRow: RowBlock | null = null;
  private isRefused = false;
  /** Of the row before; NaN before the first row of a test. */
  private testTime = Number.NaN;
  private stepTime = Number.NaN;
  private cycle = Number.NaN;
  private step = Number.NaN;
  private mode = Number.NaN;
  private recordNumber = Number.NaN;
  private timeUs = Number.NaN;
  private firstCycle = Number.NaN;
  private firstRecordNumber = Number.NaN;
  private firstStep = Number.NaN;
  private largestCycle = Number.NaN;
  /** Of the last two rows of the block before this one. */
  private lastCounts: readonly [Counts, Counts] = [NO_COUNTS, NO_COUNTS];
  private stepCount = 0;
  private record = 0;

  constructor(
    private readonly settings: BuilderSettings,
    private readonly onPart: (part: BuiltPart) => void,
  ) {
    this.timeline = new Timeline(settings);
    this.stepTimes = new StepTimes(settings.stepTimeRestarts);
    this.part = createPart("", settings.firstRows, settings.counters);
  }

  /** Samples in the part that is not handed on yet. */
  get bufferedSamples(): number {
    return this.length;
  }

  /** Adds the rows from `from` up to, but not including, `to`. */
  add(block: RowBlock, from: number, to: number): void {
    const { testTime } = block.columns;
    const countsAt = (row: number): Counts =>
      row >= from ? countsOf(block, row) : (this.lastCounts[row - from + 2] ?? NO_COUNTS);
    for (let row = from; row < to; row++) {
      const followsHeader = block.repeatedHeaders.size > 0 && block.repeatedHeaders.has(row);
      if (this.heldRow !== null) this.releaseHeldRow(this.heldRow, floatAt(testTime, row), followsHeader);
      if (floatAt(testTime, row) < this.testTime && !this.restartsAt(block, row)) {
        this.heldRow = RowBlock.ofRow(block, row);
        continue;
      }
      if (followsHeader && this.test !== null) this.restartIfOther(row, countsAt);
      this.addSample(block, row);
    }
    if (to > from) this.lastCounts = [countsAt(to - 2), countsAt(to - 1)];
  }

  /** Below a repeated header row, where test time does not fall: another test may begin there all the same. */
  private restartIfOther(row: number, countsAt: (row: number) => Counts): void {
    const [earlier, before, now] = [countsAt(row - 2), countsAt(row - 1), countsAt(row)];
    // The test time of the row before may have been corrected.
    if (!detectRestart(now, [earlier, { ...before, testTime: this.testTime }], this.firstStep)) return;
    const message =
      "The header row is repeated, and counts or clock do not continue: what follows is another test of the cell, its cycles numbered after the others.";
    this.settings.warn("restart", now.line, message);
    this.restart(!Number.isNaN(now.testTime));
  }

  /** After the last row: hands on what is left. */
  end(): void {
    if (this.heldRow !== null) this.releaseHeldRow(this.heldRow, Number.NaN, false);
    this.temperatures.finish(this.settings.warn);
    this.flush();
  }

  /** Hands on the buffered samples. */
  flush(): void {
    if (this.length === 0) return;
    this.onPart(firstOfPart(this.part, this.length));
    this.part = nextPart(this.part);
    this.length = 0;
  }

  /** Starts another test where test time falls and the cycler's counts restart too; false where they do not. */
  private restartsAt(block: RowBlock, row: number): boolean {
    const { testTime, cycle, record } = block.columns;
    const fellBelowFirst = (value: number, before: number, first: number) => value < before && value <= first;
    const countsRestart =
      fellBelowFirst(floatAt(record, row), this.recordNumber, this.firstRecordNumber) ||
      fellBelowFirst(floatAt(cycle, row), this.cycle, this.firstCycle);
    const isFarBelow = floatAt(testTime, row) < this.testTime / 2;
    if (!block.repeatedHeaders.has(row) && !(isFarBelow && countsRestart)) return false;
    const message =
      "Test time and the cycler's counts restart: what follows is another test of the cell, its cycles numbered after the others.";
    this.settings.warn("restart", intAt(block.line, row), message);
    this.restart(false);
    return true;
  }

  /**
   * Adds the row whose test time fell, now that the next row shows why: cyclers write a wrong test time in single rows (Neware a 0 where a
   * step begins), which keep their place; else test time did fall.
   */
  private releaseHeldRow(row: RowBlock, nextTestTime: number, nextFollowsHeader: boolean): void {
    this.heldRow = null;
    const line = intAt(row.line, 0);
    const fall = `Test time falls from ${this.testTime} s to ${row.columns.testTime[0]} s`;
    if (nextTestTime >= this.testTime && !nextFollowsHeader) {
      const message = `${fall} in one row only: the row was given the time of the row before.`;
      this.settings.warn("stray time", line, message);
      row.columns.testTime[0] = this.testTime;
      // Its counters may be of another time, too.
      for (const counter of this.settings.counters) row.columns[counter][0] = Number.NaN;
    } else {
      const message = `${fall}. The samples are kept; no interval is counted across the fall.`;
      this.settings.warn("falling time", line, message);
    }
    this.addSample(row, 0);
  }

  /** @param goesOn whether the test time of the next test continues that of this one */
  private restart(goesOn: boolean): void {
    this.flush();
    this.timeline = this.timeline.restarted(goesOn);
    this.part = createPart(`restart ${this.tests.length + 1}`, this.settings.firstRows, this.settings.counters);
    this.testTime = Number.NaN;
    this.stepTime = Number.NaN;
    this.timeUs = Number.NaN;
    this.stepCount = 0;
    this.test = null;
  }

  private beginTest({ columns }: RowBlock, row: number, timeUs: number): BuiltTest {
    const cycle = floatAt(columns.cycle, row);
    const previous = this.tests.at(-1);
    const shownSoFar = (previous?.cycleOffset ?? 0) + this.largestCycle;
    const cycleOffset = previous && !Number.isNaN(shownSoFar + cycle) ? Math.max(0, shownSoFar + 1 - cycle) : 0;
    const startedAtUs = Number.isNaN(this.timeline.startUs) ? timeUs : this.timeline.startUs;
    const test = { test: this.part.test, startedAtUs, cycleOffset, samples: 0 };
    this.tests.push(test);
    this.firstCycle = cycle;
    this.firstStep = floatAt(columns.step, row);
    this.firstRecordNumber = floatAt(columns.record, row);
    this.largestCycle = Number.NaN;
    return test;
  }

  private addSample(block: RowBlock, row: number): void {
    if (this.length === this.part.lines.length) this.makeRoom();
    const { columns } = block;
    const timeUs = this.timeOf(block, row);
    this.checkTime(timeUs, intAt(block.line, row));
    this.test ??= this.beginTest(block, row, timeUs);
    this.record = timeUs === this.timeUs ? this.record + 1 : 0;
    const elapsedS = this.elapsedS(floatAt(columns.testTime, row), timeUs);
    this.timeUs = timeUs;
    this.writeSample(block, row, elapsedS);
    this.writeRow(block, row);
    const cycle = floatAt(columns.cycle, row);
    if (cycle > this.largestCycle || Number.isNaN(this.largestCycle)) this.largestCycle = cycle;
    this.recordNumber = floatAt(columns.record, row);
    this.testTime = floatAt(columns.testTime, row);
    this.test.samples += 1;
    this.length += 1;
  }

  private writeSample(block: RowBlock, row: number, elapsedS: number): void {
    const { columns } = block;
    const { samples } = this.part;
    const at = this.length;
    samples.timeUs[at] = this.timeUs;
    samples.record[at] = this.record;
    samples.voltageV[at] = floatAt(columns.voltage, row);
    samples.currentA[at] = floatAt(columns.current, row);
    samples.temperatureC[at] = this.temperatures.read(floatAt(columns.temperature, row), intAt(block.line, row));
    samples.testTimeS[at] = floatAt(columns.testTime, row);
    samples.cycle[at] = toCount(floatAt(columns.cycle, row));
    const [beforeS, stepsBefore] = [this.stepTime, this.stepCount];
    samples.stepCount[at] = this.stepCountOf(block, row);
    const beginsStep = this.stepCount !== stepsBefore;
    samples.stepTimeS[at] = this.stepTimes.read(this.stepTime, { beginsStep, elapsedS, beforeS });
    samples.step[at] = toCount(this.step);
    samples.mode[at] = Number.isNaN(this.mode) ? NO_INT : this.mode;
  }

  /** What the checks want to know of the row beside its sample. */
  private writeRow({ columns, line }: RowBlock, row: number): void {
    const { counters, lines, cycles, clockUs } = this.part;
    const at = this.length;
    for (const counter of this.settings.counters) {
      const values = counters[counter];
      if (values) values[at] = floatAt(columns[counter], row);
    }
    lines[at] = intAt(line, row);
    cycles[at] = floatAt(columns.cycle, row);
    clockUs[at] = floatAt(columns.clock, row);
  }

  /** Time since the row before, in s; NaN for the first. */
  private elapsedS(testTime: number, timeUs: number): number {
    const byTestTime = testTime - this.testTime;
    return Number.isNaN(byTestTime) ? (timeUs - this.timeUs) / US_PER_S : byTestTime;
  }

  private checkTime(timeUs: number, line: number): void {
    const fault = timeFault(timeUs, this.settings.latestUs);
    // Only once: the times of the rows below follow from this one.
    if (fault !== null && !this.isRefused) this.settings.refuse(line, fault);
    this.isRefused ||= fault !== null;
    const { fallUs } = this.timeline;
    if (fallUs > 0)
      this.settings.warn("falling clock", line, explainTimeFall(fallUs), fallUs > SMALL_FALL_US ? IS_LOST : "mild");
  }

  private makeRoom(): void {
    if (this.length === MAX_PART_SAMPLES) this.flush();
    else this.part = extendPart(this.part, Math.min(this.length * 4, MAX_PART_SAMPLES));
  }

  /** Without test time, and with a clock of whole seconds at best, step time places samples between them. */
  private timeOf(block: RowBlock, row: number): number {
    const { testTime, stepTime, clock } = block.columns;
    const isIgnored = this.settings.startsByClock && this.test !== null;
    const clockUs = isIgnored ? Number.NaN : floatAt(clock, row);
    const resolutionUs = floatAt(block.clockResolutionUs, row);
    let elapsedS = floatAt(testTime, row);
    if (Number.isNaN(elapsedS) && (Number.isNaN(clockUs) || resolutionUs >= US_PER_S))
      elapsedS = floatAt(stepTime, row);
    return this.timeline.next(elapsedS, clockUs, block.clockIsMoment, resolutionUs);
  }

  /** The file's count of executed steps; else ours, where it has step numbers. */
  private stepCountOf(block: RowBlock, row: number): number {
    const { columns } = block;
    const [step, cycle] = [floatAt(columns.step, row), floatAt(columns.cycle, row)];
    const [mode, stepTime] = [floatAt(columns.mode, row), floatAt(columns.stepTime, row)];
    const isSame =
      isEqual(step, this.step) &&
      isEqual(cycle, this.cycle) &&
      isEqual(mode, this.mode) &&
      !(stepTime < this.stepTime) &&
      columns.stepMark[row] !== 1;
    if (!isSame || this.stepCount === 0) this.stepCount += 1;
    this.step = step;
    this.cycle = cycle;
    this.mode = mode;
    this.stepTime = stepTime;
    const given = toCount(floatAt(columns.stepCount, row));
    if (given !== NO_INT) return given;
    return Number.isNaN(step) ? NO_INT : this.stepCount;
  }
}

const isEqual = (left: number, right: number) => left === right || (Number.isNaN(left) && Number.isNaN(right));
/** A count within the range that is stored; anything else is missing. */
const toCount = (value: number) => (Number.isInteger(value) && value >= 0 && value <= LARGEST_INT ? value : NO_INT);
