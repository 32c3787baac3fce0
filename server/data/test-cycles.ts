import { intAt, floatAt } from "../domain/samples/sample-columns";
import type { CycleQuantities } from "../domain/cycles/cycle-quantities";
import { createCycleValues, type CycleValues, sortByCycle } from "../domain/groups/sort-by-cycle";

/** A stored quantity of a cycle, or when it began. */
export type CycleQuantity = keyof CycleQuantities | "startedAtUs";

/** Some quantities of one test's cycles by the cycler's number, rising, as columns of equal length; NaN where a value is missing. */
export type TestCycles = {
  testId: number;
  cycles: Int32Array;
  /** What decides whether a cycle counts: 1 where it is so. */
  isOpen: Uint8Array;
  isPartial: Uint8Array;
  quantities: Map<CycleQuantity, Float64Array>;
};

/**
 * Cycles of a test out of bytes as PostgreSQL's send functions write them.
 * @param fields the test's id, its cycles' numbers in any order, which of them are open, which are partial, and each of `quantities`
 */
export function toTestCycles(fields: readonly (Buffer | null)[], quantities: readonly CycleQuantity[]): TestCycles {
  const [testId, numbers, open, partial, ...values] = fields;
  if (!testId || !numbers) throw new Error("a test with cycles has an id and their numbers");
  const cycles = int32Column(numbers);
  const test = {
    testId: testId.readInt32BE(),
    cycles,
    isOpen: markedAmong(cycles, open),
    isPartial: markedAmong(cycles, partial),
    quantities: toQuantities(quantities, values),
  };
  sortRows([cycles, test.isOpen, test.isPartial, ...test.quantities.values()], cycles);
  return test;
}

/** Cycles of a test with others of the same test and the same quantities, which win where both have one. */
export function mergeCycles(base: TestCycles, changed: TestCycles): TestCycles {
  const rows = mergedRows(base.cycles, changed.cycles);
  const merge = <T extends Int32Array | Uint8Array | Float64Array>(into: T, left: T, right: T): T => {
    for (let to = 0; to < rows.length; to++) {
      const row = rows[to] as number;
      into[to] = (row < 0 ? right[~row] : left[row]) as number;
    }
    return into;
  };
  return {
    testId: base.testId,
    cycles: merge(new Int32Array(rows.length), base.cycles, changed.cycles),
    isOpen: merge(new Uint8Array(rows.length), base.isOpen, changed.isOpen),
    isPartial: merge(new Uint8Array(rows.length), base.isPartial, changed.isPartial),
    quantities: new Map(
      [...base.quantities].map(([quantity, column]) => {
        const other = changed.quantities.get(quantity) ?? new Float64Array(changed.cycles.length).fill(Number.NaN);
        return [quantity, merge(new Float64Array(rows.length), column, other)];
      }),
    ),
  };
}

/** Where each cycle of two rising lists comes from: the row of the first one, or ~ the row of the second one, which wins. */
function mergedRows(base: Int32Array, changed: Int32Array): number[] {
  const rows: number[] = [];
  let next = 0;
  const takeUpTo = (number: number) => {
    while (next < changed.length && intAt(changed, next) <= number) rows.push(~next++);
  };
  base.forEach((number, row) => {
    takeUpTo(number);
    if (next === 0 || changed[next - 1] !== number) rows.push(row);
  });
  takeUpTo(Number.POSITIVE_INFINITY);
  return rows;
}

function toQuantities(quantities: readonly CycleQuantity[], fields: readonly (Buffer | null)[]) {
  return new Map(
    quantities.map((quantity, index) => {
      const bytes = fields[index] ?? Buffer.alloc(0);
      return [quantity, quantity === "startedAtUs" ? timeColumn(bytes) : float64Column(bytes)];
    }),
  );
}

const PG_EPOCH_US = 946_684_800_000_000; // 2000-01-01 in Unix µs

function int32Column(bytes: Buffer): Int32Array {
  const own = new Uint8Array(bytes); // aligned, and free of the chunk that it came in
  Buffer.from(own.buffer).swap32();
  return new Int32Array(own.buffer);
}

/** Doubles out of bytes as float8send writes them, one after the other. */
export function float64Column(bytes: Uint8Array): Float64Array {
  const own = new Uint8Array(bytes);
  Buffer.from(own.buffer).swap64();
  return new Float64Array(own.buffer);
}

/** Unix µs out of bytes as timestamptz_send writes them. */
export function timeColumn(bytes: Buffer): Float64Array {
  const times = new Float64Array(bytes.length / 8);
  for (let index = 0; index < times.length; index++) {
    times[index] = bytes.readInt32BE(8 * index) * 2 ** 32 + bytes.readUInt32BE(8 * index + 4) + PG_EPOCH_US;
  }
  return times;
}

/** Puts the rows of columns in the order of their numbers, in which they mostly are. */
function sortRows(columns: readonly (Int32Array | Uint8Array | Float64Array)[], numbers: Int32Array): void {
  if (isRising(numbers)) return;
  const unsorted = createCycleValues(numbers.length);
  unsorted.length = numbers.length;
  unsorted.cycles.set(numbers);
  for (let index = 0; index < numbers.length; index++) unsorted.values[index] = index;
  const order = sortedAtOnce(unsorted).values;
  for (const column of columns) {
    const unordered = column.slice();
    for (let at = 0; at < column.length; at++) column[at] = unordered[floatAt(order, at)] as number;
  }
}

function isRising(numbers: Int32Array): boolean {
  for (let index = 1; index < numbers.length; index++) {
    if (intAt(numbers, index) < intAt(numbers, index - 1)) return false;
  }
  return true;
}

function sortedAtOnce(values: CycleValues): CycleValues {
  const passes = sortByCycle(values);
  for (;;) {
    const pass = passes.next();
    if (pass.done === true) return pass.value;
  }
}

/** 1 where a number is among the marked ones, which stand in the same order: few, and mostly at the end, where the open cycle is. */
function markedAmong(numbers: Int32Array, marked: Buffer | null | undefined): Uint8Array {
  const marks = new Uint8Array(numbers.length);
  if (!marked) return marks;
  const requested = int32Column(marked);
  let left = requested.length - 1;
  for (let index = numbers.length - 1; index >= 0 && left >= 0; index--) {
    if (numbers[index] !== requested[left]) continue;
    marks[index] = 1;
    left -= 1;
  }
  return marks;
}
