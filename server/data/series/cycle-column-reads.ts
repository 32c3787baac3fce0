import { z } from "zod";
import { CYCLE_QUANTITIES, type CycleQuantities } from "../../domain/cycles/stored-quantities";
import { createCycleValues, type CycleValues, sortByCycle } from "../../domain/groups/sort-by-cycle";
import type { LabScope } from "../../lab-scope";
import { copiedFields } from "../copied-fields";
import { type LabTransaction, queryRows, streamRows } from "../in-lab";

/** A stored quantity of a cycle, or when it began. */
export type CycleQuantity = keyof CycleQuantities | "startedAtUs";

/** Some quantities of one test's cycles by the cycler's number, rising, as columns of equal length; NaN where a value is missing. */
export type TestQuantities = {
  testId: number;
  cycles: Int32Array;
  quantities: Map<CycleQuantity, Float64Array>;
};

/** The same with what decides whether a cycle counts: 1 where it is so. */
export type TestCycles = TestQuantities & { isOpen: Uint8Array; isPartial: Uint8Array };

/** Which cycles of the lab: those that changed after a version, those of some tests, or all. */
export type CycleRange = { sinceVersion?: number; testIds?: readonly number[] };

const OPEN_AND_PARTIAL = [
  "string_agg(int4send(cycle), '') FILTER (WHERE NOT is_complete)",
  "string_agg(int4send(cycle), '') FILTER (WHERE is_partial)",
];

function packed(quantity: CycleQuantity): string {
  if (quantity === "startedAtUs") return "string_agg(timestamptz_send(first_time), '')";
  const { column, isNullable } = CYCLE_QUANTITIES[quantity];
  return `string_agg(float8send(${isNullable ? `coalesce(${column}, 'NaN')` : column}), '')`; // integers become doubles here, too
}

// One row a test, its cycles as packed bytes: of a million cycles half the time that a row each takes, and no object each.
function cyclesOfTests(columns: readonly string[], { sinceVersion, testIds }: CycleRange): string {
  const selected = ["test_id", "string_agg(int4send(cycle), '')", ...columns];
  const since = sinceVersion === undefined ? "" : "AND version > $2";
  const ofTests = testIds === undefined ? "" : "AND test_id = ANY ($3::integer[])";
  return `SELECT ${selected.join(", ")} FROM cycles WHERE lab_id = $1 ${since} ${ofTests} GROUP BY test_id`;
}

// A hash table of a whole lab instead of an index walk or a sort on disk, and a second process where the server has one to spare.
const PREPARE_WHOLE_LAB = `
  SET LOCAL work_mem = '64MB'; SET LOCAL max_parallel_workers_per_gather = 1;
  SET LOCAL parallel_setup_cost = 0; SET LOCAL parallel_tuple_cost = 0`;

type PackedTest = { testId: number; numbers: Buffer; fields: (Buffer | null)[] };

async function* streamTests(
  scope: LabScope,
  tx: LabTransaction,
  { columns, range }: { columns: readonly string[]; range: CycleRange },
): AsyncGenerator<PackedTest> {
  const { sinceVersion = null, testIds } = range;
  if (sinceVersion === null && testIds === undefined) await tx.client.query(PREPARE_WHOLE_LAB);
  const values = [scope.labId, sinceVersion, testIds ? `{${testIds.join(",")}}` : null];
  for await (const [testId, numbers, ...fields] of copiedFields(
    streamRows(tx, cyclesOfTests(columns, range), values),
  )) {
    if (!testId || !numbers) throw new Error("a test with cycles has an id and their numbers");
    yield { testId: testId.readInt32BE(), numbers, fields };
  }
}

/** Cycles of the lab, test by test as they arrive. */
export async function* streamCycleColumns(
  scope: LabScope,
  tx: LabTransaction,
  args: { quantities: readonly CycleQuantity[]; range: CycleRange },
): AsyncGenerator<TestCycles> {
  const columns = [...OPEN_AND_PARTIAL, ...args.quantities.map(packed)];
  for await (const { testId, numbers, fields } of streamTests(scope, tx, { columns, range: args.range })) {
    const [open, partial, ...values] = fields;
    const cycles = int32Column(numbers);
    const [isOpen, isPartial] = [markedAmong(cycles, open), markedAmong(cycles, partial)];
    const quantities = toQuantities(args.quantities, values);
    sortRows([cycles, isOpen, isPartial, ...quantities.values()], cycles);
    yield { testId, cycles, isOpen, isPartial, quantities };
  }
}

/** Some quantities of all cycles of the lab, test by test as they arrive: what a reader who has the cycles does not have yet. */
export async function* streamQuantities(
  scope: LabScope,
  tx: LabTransaction,
  args: { quantities: readonly CycleQuantity[] },
): AsyncGenerator<TestQuantities> {
  const columns = args.quantities.map(packed);
  for await (const { testId, numbers, fields } of streamTests(scope, tx, { columns, range: {} })) {
    const cycles = int32Column(numbers);
    const quantities = toQuantities(args.quantities, fields);
    sortRows([cycles, ...quantities.values()], cycles);
    yield { testId, cycles, quantities };
  }
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

function float64Column(bytes: Buffer): Float64Array {
  const own = new Uint8Array(bytes);
  Buffer.from(own.buffer).swap64();
  return new Float64Array(own.buffer);
}

function timeColumn(bytes: Buffer): Float64Array {
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
    for (let at = 0; at < column.length; at++) column[at] = unordered[order[at] as number] as number;
  }
}

function isRising(numbers: Int32Array): boolean {
  for (let index = 1; index < numbers.length; index++) {
    if ((numbers[index] as number) < (numbers[index - 1] as number)) return false;
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

/** 1 where a number is among the marked ones, which stand in the same order. */
function markedAmong(numbers: Int32Array, marked: Buffer | null | undefined): Uint8Array {
  const marks = new Uint8Array(numbers.length);
  if (!marked) return marks;
  const asked = int32Column(marked);
  for (let index = 0, next = 0; index < numbers.length && next < asked.length; index++) {
    if (numbers[index] !== asked[next]) continue;
    marks[index] = 1;
    next += 1;
  }
  return marks;
}

const TEST_STARTS = `
  SELECT test_id, us_of_time(min(first_time)) AS started_at_us FROM cycles
  WHERE lab_id = $1 AND test_id = ANY ($2) GROUP BY test_id`;
const startRow = z
  .object({ test_id: z.int(), started_at_us: z.number() })
  .transform((row) => ({ testId: row.test_id, startedAtUs: row.started_at_us }));

/** When the first cycle of each test began; none for tests without cycles, or of another lab. */
export async function listTestStarts(scope: LabScope, tx: LabTransaction, args: { testIds: readonly number[] }) {
  return queryRows(tx, TEST_STARTS, [scope.labId, args.testIds], startRow);
}
