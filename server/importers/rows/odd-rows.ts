import { floatAt, intAt } from "../../domain/samples/sample-columns";
import type { Warn } from "../checks/check";
import { RowBlock } from "../table/row-block";
import { CurrentSizes } from "./current-sizes";
import type { RowSink } from "./row-sink";

// Contract, "Odd rows".
const LEAP_V = 1;
/** Modules and packs leap by more than a cell: as a share of their voltage. */
const LEAP_SHARE = 0.1;
const ALIKE_V = 0.05;
const LARGE_CURRENT = 20;
const LARGE_TIME = 1000;

/** A row, by the block that it lies in. */
type Place = { block: RowBlock; row: number };

/**
 * Leaves out single rows that neither neighbour supports, and names them: a voltage or current that leaps away and comes back at once, a time
 * that is far ahead of the next row's. A wrong clock beside a test time is only ignored. Each row waits for the one after it.
 */
export class OddRows implements RowSink {
  private readonly sizes = new CurrentSizes();
  private readonly before = new RowBlock(1);
  private readonly held = new RowBlock(1);
  private hasBefore = false;
  private hasHeld = false;

  constructor(
    private readonly warn: Warn,
    private readonly next: RowSink,
  ) {}

  add(block: RowBlock, from: number, to: number): void {
    if (to <= from) return;
    if (this.hasHeld) this.passHeld({ block, row: from });
    const before: Place = { block: this.before, row: 0 };
    let begin = from;
    for (let row = from; row < to - 1; row++) {
      if (this.hasBefore && this.isOdd(before, { block, row }, row + 1)) {
        if (row > begin) this.next.add(block, begin, row);
        begin = row + 1;
      } else {
        this.sizes.add(floatAt(block.columns.current, row));
        [before.block, before.row] = [block, row];
        this.hasBefore = true;
      }
    }
    if (to - 1 > begin) this.next.add(block, begin, to - 1);
    if (before.block === block) this.before.copyRow(block, before.row);
    this.held.copyRow(block, to - 1);
    this.hasHeld = true;
  }

  end(): void {
    if (this.hasHeld) this.next.add(this.held, 0, 1);
    this.hasHeld = false;
    this.next.end();
  }

  private passHeld(after: Place): void {
    const now: Place = { block: this.held, row: 0 };
    if (this.hasBefore && this.isOddBetween({ block: this.before, row: 0 }, now, after)) return;
    this.sizes.add(floatAt(this.held.columns.current, 0));
    this.before.copyRow(this.held, 0);
    this.hasBefore = true;
    this.next.add(this.held, 0, 1);
  }

  private isOdd(before: Place, now: Place, nextRow: number): boolean {
    const { block, row } = now;
    // Nearly all rows end here: compared with the next row only, nothing leaps.
    const { voltage, current, testTime, clock } = block.columns;
    const leapsV = Math.abs(floatAt(voltage, row) - floatAt(voltage, nextRow)) > LEAP_V;
    const leapsA = Math.abs(floatAt(current, row)) > LARGE_CURRENT * Math.abs(floatAt(current, nextRow));
    const falls = floatAt(testTime, row) > floatAt(testTime, nextRow) || floatAt(clock, row) > floatAt(clock, nextRow);
    return (leapsV || leapsA || falls) && this.isOddBetween(before, now, { block, row: nextRow });
  }

  private isOddBetween(before: Place, now: Place, after: Place): boolean {
    if (now.block.repeatedHeaders.has(now.row) || after.block.repeatedHeaders.has(after.row)) return false;
    const fault = this.faultOf(before, now, after);
    if (fault === null) return false;
    this.warn("odd row", intAt(now.block.line, now.row), `${fault}: the row was left out.`);
    return true;
  }

  private faultOf(before: Place, now: Place, after: Place): string | null {
    const hasTestTime = !Number.isNaN(valueAt("testTime", now));
    const isAhead = (of: "testTime" | "clock", unit: number) => leapsAhead(of, unit, before, now, after);
    if (isAhead("testTime", 1)) {
      return `Test time ${valueAt("testTime", now)} s lies between ${valueAt("testTime", before)} s and ${valueAt("testTime", after)} s`;
    }
    if (isAhead("clock", 1e6)) {
      const atMs = valueAt("clock", now) / 1000;
      const shown = `The clock shows ${new Date(atMs).toISOString().slice(0, 19)}, and an earlier time in the rows before and after`;
      if (!hasTestTime) return shown;
      now.block.columns.clock[now.row] = Number.NaN;
      this.warn("odd clock", intAt(now.block.line, now.row), `${shown}: it was ignored in this row.`);
    }
    if (!areOneRun(before, now, after)) return null;
    return this.voltageFault(before, now, after) ?? this.currentFault(before, now, after);
  }

  private voltageFault(before: Place, now: Place, after: Place): string | null {
    const [beforeV, nowV, afterV] = [before, now, after].map((place) => valueAt("voltage", place));
    if (beforeV === undefined || nowV === undefined || afterV === undefined) return null;
    const leastV = Math.max(LEAP_V, LEAP_SHARE * Math.abs(beforeV));
    const leaps = Math.abs(nowV - beforeV) > leastV && Math.abs(nowV - afterV) > leastV;
    if (!leaps || Math.abs(beforeV - afterV) > ALIKE_V) return null;
    return `The voltage is ${nowV} V, and about ${Number(beforeV.toPrecision(4))} V in the rows before and after`;
  }

  private currentFault(before: Place, now: Place, after: Place): string | null {
    const nowA = valueAt("current", now);
    const besideA = Math.max(Math.abs(valueAt("current", before)), Math.abs(valueAt("current", after)));
    if (!(Math.abs(nowA) > LARGE_CURRENT * besideA)) return null;
    const { largeA } = this.sizes;
    if (largeA === 0 || Math.abs(nowA) <= LARGE_CURRENT * largeA) return null;
    return `The current is ${nowA} A, and at most ${Number(besideA.toPrecision(4))} A in the rows before and after`;
  }
}

type Column = "testTime" | "clock" | "voltage" | "current" | "step" | "cycle" | "mode" | "stepTime";
const valueAt = (column: Column, { block, row }: Place) => floatAt(block.columns[column], row);

/** A time over the next row's by more than a thousand times the interval around it. @param unit of the time in a second */
function leapsAhead(column: "testTime" | "clock", unit: number, before: Place, now: Place, after: Place): boolean {
  const around = valueAt(column, after) - valueAt(column, before);
  const resolution = column === "clock" ? floatAt(now.block.clockResolutionUs, now.row) : 0;
  return (
    around > 0 && valueAt(column, now) - valueAt(column, after) > LARGE_TIME * Math.max(around, resolution, unit / 1e3)
  );
}

/** Whether the neighbours of a row are in one run, and the row would be but for its odd value. */
function areOneRun(before: Place, now: Place, after: Place): boolean {
  for (const column of ["step", "cycle", "mode"] as const) {
    const [left, middle, right] = [valueAt(column, before), valueAt(column, now), valueAt(column, after)];
    if (!Object.is(left, right) || !Object.is(left, middle)) return false;
  }
  if (valueAt("stepTime", now) < valueAt("stepTime", before) || valueAt("stepTime", after) < valueAt("stepTime", now))
    return false;
  if (!Number.isNaN(valueAt("step", now))) return true;
  // Without steps the sign of the current tells runs apart: a pulse out of a rest is one of its own.
  const [left, middle, right] = [before, now, after].map((place) => Math.sign(valueAt("current", place)));
  return left === right && (left !== 0 || middle === 0);
}
