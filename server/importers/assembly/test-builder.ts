import { NO_INT } from "../../domain/samples/sample-columns";
import { type Counts, countsOf, isOfAnotherTest, NO_COUNTS } from "./another-test";
import { type BuiltPart, type Counter, createPart, firstOfPart, extendPart, nextPart } from "./built-part";
import type { Warn } from "../checks/check";
import { MAX_PART_SAMPLES } from "../cycler-file";
import { RowBlock } from "../table/row-block";
import { explainTimeFall } from "./explain-time-fall";
import { StepTimes } from "../time/step-times";
import { Timeline, type TimelineStart } from "../time/timeline";

/** A test of the file, as it is built. */
export type BuiltTest = { test: string; startedAtUs: number; cycleOffset: number; samples: number };

export type BuilderSettings = TimelineStart & {
  /** Those that the file has. */
  counters: readonly Counter[];
  /** Whether step times begin again with each step, by the habit of the format. */
  stepTimeRestarts: boolean;
  firstRows: number;
  warn: Warn;
  /** Takes the line of a sample that cannot have been taken when it says, and why. */
  refuse: (line: number, message: string) => void;
};

const LARGEST_INT = 2 ** 31 - 1;
const US_PER_S = 1e6;
/** A clock that was never set begins in 1970 or 1980. */
const EARLIEST_US = Date.UTC(1990, 0, 1) * 1000;
/** Some way behind this a double no longer holds every µs. */
const LATEST_US = Date.UTC(2200, 0, 1) * 1000;

/**
 * Turns the rows of one cell into samples: when each was taken, which of equal times it is, how many steps were executed so far, and where
 * another test begins. Parts are handed on full, the last one by `flush`.
 */
export class SampleBuilder {
  readonly tests: BuiltTest[] = [];
  private timeline: Timeline;
  private readonly stepTimes: StepTimes;
  private part: BuiltPart;
  private length = 0;
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
  /** Of the last two rows of the block before. */
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

  /** Samples that wait for their part to be full. */
  get waiting(): number {
    return this.length;
  }

  /** Takes the rows from `from` up to, but not with, `to`. */
  add(block: RowBlock, from: number, to: number): void {
    const { testTime } = block.columns;
    const countsAt = (row: number): Counts =>
      row >= from ? countsOf(block, row) : (this.lastCounts[row - from + 2] ?? NO_COUNTS);
    for (let row = from; row < to; row++) {
      if (this.doubtful !== null) this.settle(testTime[row] as number, block.beginsAnew.has(row));
      if ((testTime[row] as number) < this.testTime && !this.beginsAgain(block, row)) {
        this.doubtful = RowBlock.ofRow(block, row);
        continue;
      }
      if (block.beginsAnew.size > 0 && block.beginsAnew.has(row) && this.isBegun) this.lookForAnother(row, countsAt);
      this.put(block, row);
    }
    if (to > from) this.lastCounts = [countsAt(to - 2), countsAt(to - 1)];
  }

  /** Below a column line that stands again, though test time goes on. */
  private lookForAnother(row: number, countsAt: (row: number) => Counts): void {
    const [earlier, before, now] = [countsAt(row - 2), countsAt(row - 1), countsAt(row)];
    // A stray test time was put right.
    const isAnother = isOfAnotherTest(now, [earlier, { ...before, testTime: this.testTime }], this.firstStep);
    if (!isAnother) return;
    const message =
      "The column line stands again, and counts or clock do not go on: what follows is another test of the cell, its cycles behind the others.";
    this.settings.warn("restart", now.line, message);
    this.restart(!Number.isNaN(now.testTime));
  }

  /** No more rows come: hands on what is left. */
  end(): void {
    if (this.doubtful !== null) this.settle(Number.NaN, false);
    this.flush();
  }

  /** Hands on what waits. */
  flush(): void {
    if (this.length === 0) return;
    this.onPart(firstOfPart(this.part, this.length));
    this.part = nextPart(this.part);
    this.length = 0;
  }

  /** Whether test time falls because the test was begun again: other counts begin again too. Then the rest is another test. */
  private beginsAgain(block: RowBlock, row: number): boolean {
    const { testTime, cycle, record } = block.columns;
    const fellBelowFirst = (value: number, before: number, first: number) => value < before && value <= first;
    const countsBeginAgain =
      fellBelowFirst(record[row] as number, this.recordNumber, this.firstRecordNumber) ||
      fellBelowFirst(cycle[row] as number, this.cycle, this.firstCycle);
    const isAnew = block.beginsAnew.has(row) || ((testTime[row] as number) < this.testTime / 2 && countsBeginAgain);
    if (!isAnew) return false;
    const message =
      "Test time and the cycler's counts begin again: what follows is another test of the cell, its cycles behind the others.";
    this.settings.warn("restart", block.line[row] as number, message);
    this.restart(false);
    return true;
  }

  /**
   * Takes the row whose test time fell, now that the next one tells what that was: cyclers write a wrong test time in single rows (Neware a 0
   * where a step begins), which belong where they stand; else test time did fall.
   */
  private settle(nextTestTime: number, isNextAnew: boolean): void {
    const row = this.doubtful as RowBlock; // asked before
    this.doubtful = null;
    const line = row.line[0] as number;
    const fall = `Test time falls from ${this.testTime} s to ${row.columns.testTime[0]} s`;
    if (nextTestTime >= this.testTime && !isNextAnew) {
      const message = `${fall} in one row only: it was taken to be of the time of the row before.`;
      this.settings.warn("stray time", line, message);
      row.columns.testTime[0] = this.testTime;
      // What it counted may be of another time, too.
      for (const counter of this.settings.counters) row.columns[counter][0] = Number.NaN;
    } else {
      const message = `${fall}. The samples are kept; no interval is counted across the fall.`;
      this.settings.warn("falling time", line, message);
    }
    this.put(row, 0);
  }
  private doubtful: RowBlock | null = null;

  private restart(goesOn: boolean): void {
    this.flush();
    this.timeline = this.timeline.restarted(goesOn);
    this.part = createPart(`restart ${this.tests.length + 1}`, this.settings.firstRows, this.settings.counters);
    this.testTime = Number.NaN;
    this.stepTime = Number.NaN;
    this.timeUs = Number.NaN;
    this.stepCount = 0;
    this.isBegun = false;
  }
  private isBegun = false;

  private beginTest({ columns }: RowBlock, row: number, timeUs: number): void {
    const cycle = columns.cycle[row] as number;
    this.isBegun = true;
    const previous = this.tests.at(-1);
    const shownSoFar = (previous?.cycleOffset ?? 0) + this.largestCycle;
    const cycleOffset = previous && !Number.isNaN(shownSoFar + cycle) ? Math.max(0, shownSoFar + 1 - cycle) : 0;
    const startedAtUs = Number.isNaN(this.timeline.startUs) ? timeUs : this.timeline.startUs;
    this.tests.push({ test: this.part.test, startedAtUs, cycleOffset, samples: 0 });
    this.firstCycle = cycle;
    this.firstStep = columns.step[row] as number;
    this.firstRecordNumber = columns.record[row] as number;
    this.largestCycle = Number.NaN;
  }

  private put(block: RowBlock, row: number): void {
    if (this.length === this.part.lines.length) this.makeRoom();
    const { columns } = block;
    const { samples, counters, lines, cycles, clockUs } = this.part;
    const at = this.length;
    const cycle = columns.cycle[row] as number;
    const timeUs = this.timeOf(block, row);
    if (!(timeUs >= EARLIEST_US && timeUs < LATEST_US)) this.refuse(block.line[row] as number, timeUs);
    if (this.timeline.fallUs > 0)
      this.settings.warn("falling clock", block.line[row] as number, explainTimeFall(this.timeline.fallUs));
    if (!this.isBegun) this.beginTest(block, row, timeUs);
    this.record = timeUs === this.timeUs ? this.record + 1 : 0;
    const elapsedS = this.elapsedS(columns.testTime[row] as number, timeUs);
    this.timeUs = timeUs;
    samples.timeUs[at] = timeUs;
    samples.record[at] = this.record;
    samples.voltageV[at] = columns.voltage[row] as number;
    samples.currentA[at] = columns.current[row] as number;
    samples.temperatureC[at] = columns.temperature[row] as number;
    samples.testTimeS[at] = columns.testTime[row] as number;
    samples.cycle[at] = toCount(cycle);
    const beforeS = this.stepTime;
    const stepsBefore = this.stepCount;
    samples.stepCount[at] = this.stepCountOf(block, row);
    const beginsStep = this.stepCount !== stepsBefore;
    samples.stepTimeS[at] = this.stepTimes.read(this.stepTime, { beginsStep, elapsedS, beforeS });
    samples.step[at] = toCount(this.step);
    samples.mode[at] = Number.isNaN(this.mode) ? NO_INT : this.mode;
    for (const counter of this.settings.counters)
      (counters[counter] as Float64Array)[at] = columns[counter][row] as number; // made with these
    lines[at] = block.line[row] as number;
    cycles[at] = cycle;
    clockUs[at] = columns.clock[row] as number;
    this.recordNumber = columns.record[row] as number;
    this.testTime = columns.testTime[row] as number;
    if (cycle > this.largestCycle || Number.isNaN(this.largestCycle)) this.largestCycle = cycle;
    (this.tests.at(-1) as BuiltTest).samples += 1; // begun above
    this.length += 1;
  }

  /** Time since the row before, in s; NaN for the first. */
  private elapsedS(testTime: number, timeUs: number): number {
    const byTestTime = testTime - this.testTime;
    return Number.isNaN(byTestTime) ? (timeUs - this.timeUs) / US_PER_S : byTestTime;
  }

  /** Once is enough: the time of the rows below rests on this one. */
  private refuse(line: number, timeUs: number): void {
    if (this.isRefused) return;
    this.isRefused = true;
    if (timeUs >= LATEST_US)
      this.settings.refuse(
        line,
        "by its clock and test time it was taken after the year 2200: is test time in the unit that its column says?",
      );
    else {
      const told = Number.isNaN(timeUs) ? "nothing tells when it was taken" : "it was taken before 1990 by its clock";
      this.settings.refuse(line, `${told}: say with startedAt when test time was 0`);
    }
  }
  private isRefused = false;

  private makeRoom(): void {
    if (this.length === MAX_PART_SAMPLES) this.flush();
    else this.part = extendPart(this.part, Math.min(this.length * 4, MAX_PART_SAMPLES));
  }

  /** Where the file has no test time and its clock shows whole seconds at most, the time of the step places samples between them. */
  private timeOf(block: RowBlock, row: number): number {
    const { testTime, stepTime, clock } = block.columns;
    const clockUs = clock[row] as number;
    const resolutionUs = block.clockResolutionUs[row] as number;
    let elapsedS = testTime[row] as number;
    if (Number.isNaN(elapsedS) && (Number.isNaN(clockUs) || resolutionUs >= US_PER_S))
      elapsedS = stepTime[row] as number;
    return this.timeline.next(elapsedS, clockUs, block.clockIsMoment, resolutionUs);
  }

  /** The file's own count of executed steps; else ours, where it has step numbers. */
  private stepCountOf(block: RowBlock, row: number): number {
    const { step: steps, cycle: cycles, mode: modes, stepTime: stepTimes, stepCount, stepMark } = block.columns;
    const [step, cycle, mode, stepTime] = [
      steps[row] as number,
      cycles[row] as number,
      modes[row] as number,
      stepTimes[row] as number,
    ];
    const isSame =
      isEqual(step, this.step) &&
      isEqual(cycle, this.cycle) &&
      isEqual(mode, this.mode) &&
      !(stepTime < this.stepTime) &&
      stepMark[row] !== 1;
    if (!isSame || this.stepCount === 0) this.stepCount += 1;
    this.step = step;
    this.cycle = cycle;
    this.mode = mode;
    this.stepTime = stepTime;
    const given = toCount(stepCount[row] as number);
    if (given !== NO_INT) return given;
    return Number.isNaN(step) ? NO_INT : this.stepCount;
  }
}

const isEqual = (left: number, right: number) => left === right || (Number.isNaN(left) && Number.isNaN(right));
/** A count as it may be stored: what is none is missing. */
const toCount = (value: number) => (Number.isInteger(value) && value >= 0 && value <= LARGEST_INT ? value : NO_INT);
