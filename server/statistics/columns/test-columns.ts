import { byteAt, intAt, floatAt } from "../../domain/samples/sample-columns";
import type { CycleQuantity, TestCycles } from "../../data/test-cycles";
import { type Excluded, isExcluded } from "../../domain/cells/exclusions";

/** What keeps a cycle out of statistics; one with none of these counts. */
export const FLAGS = {
  open: 1,
  partial: 2,
  /** Another test of the cell, which started later, shows the same number. */
  superseded: 4,
  /** Its row was made and waits for its values. */
  absent: 8,
  /** By a person. */
  excluded: 16,
  /** Not among those that are asked for; only in columns that `filtered` made. */
  filtered: 32,
} as const;
const COUNTS = 0;

/** Told of a cycle that changed: its flags before and now, null where it was not there. */
export type CycleChange = (cycle: number, before: number | null, now: number | null) => void;

/** Room that a test gets beyond what it needs, so that not every cycle it gains moves all the others. */
const SPARE_SHARE = 1 / 32;
/** Of the number and the marks of a cycle. */
export const ROW_BYTES = 4 + 1;
const TEST_BYTES = 400; // the objects around the columns
export const VALUE_BYTES = 8;

/** The cycles of one test by the cycler's number, rising, as columns: as long as the test has cycles, whatever their numbers are. */
export class TestColumns {
  readonly testId: number;
  length: number;
  cycles: Int32Array;
  flags: Uint8Array;
  /** NaN where a value is missing. */
  readonly quantities: Map<CycleQuantity, Float64Array>;
  /** When its first cycle began, where that matters: beside other tests of its cell. */
  startedAtUs = 0;
  /** Raised by whatever changes which cycles it has, or what is known of them. */
  revision = 0;
  private openCycles = 0;
  /** By the cycler's numbers. */
  private excluded: readonly Excluded[] = [];

  constructor(given: TestCycles) {
    this.testId = given.testId;
    this.length = given.cycles.length;
    this.cycles = given.cycles;
    this.flags = new Uint8Array(this.length);
    this.quantities = given.quantities;
    for (let index = 0; index < this.length; index++) {
      const isOpen = byteAt(given.isOpen, index);
      this.flags[index] = flagsOf(isOpen, byteAt(given.isPartial, index));
      this.openCycles += isOpen;
    }
  }

  get byteLength(): number {
    return TEST_BYTES + this.cycles.length * (ROW_BYTES + VALUE_BYTES * this.quantities.size);
  }

  column(quantity: CycleQuantity): Float64Array {
    const column = this.quantities.get(quantity);
    if (!column) throw new Error(`the column ${quantity} is not loaded`);
    return column;
  }

  counts(index: number): boolean {
    return this.flags[index] === COUNTS;
  }

  /** Says which cycles a person excluded, by the cycler's numbers. */
  exclude(excluded: readonly Excluded[]): void {
    if (excluded.length === 0 && this.excluded.length === 0) return;
    this.excluded = excluded;
    this.revision += 1;
    for (let index = 0; index < this.length; index++) {
      const others = byteAt(this.flags, index) & ~FLAGS.excluded;
      this.flags[index] = others | this.exclusionOf(intAt(this.cycles, index));
    }
  }

  private exclusionOf(cycle: number): number {
    return this.excluded.length > 0 && isExcluded(this.excluded, cycle) ? FLAGS.excluded : 0;
  }

  /** The same cycles with marks of their own, by which those that are not kept do not count. None of them is under way. */
  filtered(keeps: (row: number) => boolean): TestColumns {
    const none = new Uint8Array(0);
    const { testId, quantities } = this;
    const columns = new TestColumns({ testId, cycles: new Int32Array(0), isOpen: none, isPartial: none, quantities });
    columns.cycles = this.cycles;
    columns.length = this.length;
    columns.startedAtUs = this.startedAtUs;
    columns.flags = this.flags.slice(0, this.length);
    for (let row = 0; row < this.length; row++) {
      if (columns.flags[row] === COUNTS && !keeps(row)) columns.flags[row] = FLAGS.filtered;
    }
    return columns;
  }

  hasSuperseded(): boolean {
    for (let index = 0; index < this.length; index++) {
      if ((byteAt(this.flags, index) & FLAGS.superseded) !== 0) return true;
    }
    return false;
  }

  /** The row of the first cycle that is not below a number; `length` when there is none. @param from where to begin */
  firstFrom(cycle: number, from = 0): number {
    let [low, high] = [from, this.length];
    if (low < high && intAt(this.cycles, low) >= cycle) return low;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (intAt(this.cycles, middle) < cycle) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The row of a cycle, or −1. */
  find(cycle: number): number {
    const index = this.firstFrom(cycle);
    return index < this.length && this.cycles[index] === cycle ? index : -1;
  }

  /** The row of the unfinished cycle with the highest number that is not excluded, or −1. */
  lastOpen(): number {
    if (this.openCycles === 0) return -1;
    let index = this.length - 1;
    while (index >= 0 && (byteAt(this.flags, index) & (FLAGS.open | FLAGS.excluded)) !== FLAGS.open) index -= 1;
    return index;
  }

  /** Takes in cycles that changed, with the quantities that are loaded. */
  merge(changed: TestCycles, onChange: CycleChange): void {
    this.revision += 1;
    let missing = 0;
    let at = 0;
    for (const cycle of changed.cycles) {
      at = this.firstFrom(cycle, at);
      if (at < this.length && this.cycles[at] === cycle) at += 1;
      else missing += 1;
    }
    if (missing > 0) this.makeRows(changed.cycles, missing);
    let index = -1;
    changed.cycles.forEach((cycle, from) => {
      index = this.firstFrom(cycle, index + 1);
      const before = byteAt(this.flags, index);
      const now =
        flagsOf(byteAt(changed.isOpen, from), byteAt(changed.isPartial, from)) |
        (before & FLAGS.superseded) |
        this.exclusionOf(cycle);
      this.openCycles += (now & FLAGS.open) - (before & FLAGS.open);
      this.flags[index] = now;
      let isChanged = before !== now;
      for (const [quantity, column] of this.quantities) {
        const value = changed.quantities.get(quantity)?.[from] ?? Number.NaN;
        if (Object.is(column[index], value)) continue;
        column[index] = value;
        isChanged = true;
      }
      if (isChanged) onChange(cycle, before === FLAGS.absent ? null : before, now);
    });
  }

  /** Takes in other quantities of the same cycles; false when they are not the same. */
  addQuantities(given: TestCycles): boolean {
    const rows = this.cycles.length;
    if (given.cycles.length !== this.length) return false;
    for (let index = 0; index < this.length; index++) if (this.cycles[index] !== given.cycles[index]) return false;
    for (const [quantity, column] of given.quantities) {
      this.quantities.set(quantity, column.length === rows ? column : resized(column, rows));
    }
    return true;
  }

  /** Opens rows for the numbers that have none; both are rising, so each row moves once. */
  private makeRows(numbers: Int32Array, added: number): void {
    const length = this.length + added;
    if (length > this.cycles.length) this.reserve(length + Math.ceil(length * SPARE_SHARE));
    let from = this.length - 1;
    let next = numbers.length - 1;
    for (let to = length - 1; to > from; to--) {
      const number = intAt(numbers, next);
      const kept = from < 0 ? Number.NEGATIVE_INFINITY : intAt(this.cycles, from);
      if (kept >= number) this.moveRow(from--, to);
      else this.clearRow(to, number);
      if (kept <= number) next -= 1;
    }
    this.length = length;
  }

  private moveRow(from: number, to: number): void {
    this.cycles[to] = intAt(this.cycles, from);
    this.flags[to] = byteAt(this.flags, from);
    for (const column of this.quantities.values()) column[to] = floatAt(column, from);
  }

  private clearRow(index: number, cycle: number): void {
    this.cycles[index] = cycle;
    this.flags[index] = FLAGS.absent;
    for (const column of this.quantities.values()) column[index] = Number.NaN;
  }

  private reserve(rows: number): void {
    const [cycles, flags] = [new Int32Array(rows), new Uint8Array(rows)];
    cycles.set(this.cycles);
    flags.set(this.flags);
    [this.cycles, this.flags] = [cycles, flags];
    for (const [quantity, column] of this.quantities) this.quantities.set(quantity, resized(column, rows));
  }
}

const flagsOf = (isOpen: number, isPartial: number) => isOpen * FLAGS.open + isPartial * FLAGS.partial;

function resized(column: Float64Array, rows: number): Float64Array {
  const larger = new Float64Array(rows);
  larger.set(column);
  return larger;
}

/** Tells of every cycle that differs between two states of one test, of which either may be missing. */
// complexity: one walk over two sorted columns, of which either may end first
export function compareTests(
  before: TestColumns | undefined,
  now: TestColumns | undefined,
  onChange: CycleChange,
): void {
  const [lengthBefore, lengthNow] = [before?.length ?? 0, now?.length ?? 0];
  for (let [left, right] = [0, 0]; left < lengthBefore || right < lengthNow; ) {
    const old = cycleOrEnd(before, left);
    const recent = cycleOrEnd(now, right);
    const flagsBefore = before && old <= recent ? byteAt(before.flags, left) : null;
    const flagsNow = now && recent <= old ? byteAt(now.flags, right) : null;
    if (!before || !now || old !== recent || flagsBefore !== flagsNow || !haveEqualRows(before, left, now, right)) {
      onChange(Math.min(old, recent), flagsBefore, flagsNow);
    }
    if (old <= recent) left += 1;
    if (recent <= old) right += 1;
  }
}

/** The number in a row; ∞ behind the last one. */
const cycleOrEnd = (test: TestColumns | undefined, row: number): number =>
  test && row < test.length ? intAt(test.cycles, row) : Number.POSITIVE_INFINITY;

function haveEqualRows(before: TestColumns, left: number, now: TestColumns, right: number): boolean {
  for (const [quantity, column] of before.quantities) {
    if (!Object.is(column[left], now.quantities.get(quantity)?.[right])) return false;
  }
  return true;
}
