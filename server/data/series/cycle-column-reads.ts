import { z } from "zod";
import { createCycleValues, sortByCycle } from "../../domain/groups/sort-by-cycle";
import type { LabScope } from "../../lab-scope";
import { copiedFields } from "../copied-fields";
import { type LabTransaction, queryRows, streamRows } from "../in-lab";

/** The stored quantities of a cycle by the names they have here, with the SQL of their columns. */
const QUANTITY_COLUMNS = {
  chargeCapacityAh: "charge_capacity_ah",
  dischargeCapacityAh: "discharge_capacity_ah",
  chargeEnergyWh: "charge_energy_wh",
  dischargeEnergyWh: "discharge_energy_wh",
  minVoltageV: "min_voltage_v",
  maxVoltageV: "max_voltage_v",
  maxTemperatureC: "max_temperature_c",
  startedAtUs: "first_time",
} as const;
export type CycleQuantity = keyof typeof QUANTITY_COLUMNS;

/** Cycles of one test by the cycler's number, rising, as columns of equal length; NaN where a quantity is missing. */
export type TestCycles = {
  testId: number;
  cycles: Int32Array;
  isOpen: Uint8Array;
  isPartial: Uint8Array;
  quantities: Map<CycleQuantity, Float64Array>;
};

/** Which cycles of the lab: those that changed after a version, those of some tests, or all. */
export type CycleRange = { sinceVersion?: number; testIds?: readonly number[] };

// One row a test, its cycles as packed bytes: of a million cycles half the time that a row each takes, and no object each.
function cyclesOfTests(quantities: readonly CycleQuantity[], { sinceVersion, testIds }: CycleRange): string {
  const packed = quantities.map((quantity) => {
    const column = QUANTITY_COLUMNS[quantity];
    const bytes = quantity === "startedAtUs" ? `timestamptz_send(${column})` : `float8send(coalesce(${column}, 'NaN'))`;
    return `string_agg(${bytes}, '')`;
  });
  const columns = [
    "test_id",
    "string_agg(int4send(cycle), '')",
    "string_agg(int4send(cycle), '') FILTER (WHERE NOT is_complete)",
    "string_agg(int4send(cycle), '') FILTER (WHERE is_partial)",
    ...packed,
  ];
  const since = sinceVersion === undefined ? "" : "AND version > $2";
  const ofTests = testIds === undefined ? "" : "AND test_id = ANY ($3::integer[])";
  return `SELECT ${columns.join(", ")} FROM cycles WHERE lab_id = $1 ${since} ${ofTests} GROUP BY test_id`;
}

// A hash table of a whole lab instead of an index walk or a sort on disk, and a second process where the server has one to spare.
const PREPARE_WHOLE_LAB = `
  SET LOCAL work_mem = '64MB'; SET LOCAL max_parallel_workers_per_gather = 1;
  SET LOCAL parallel_setup_cost = 0; SET LOCAL parallel_tuple_cost = 0`;

/** Cycles of the lab, test by test as they arrive. */
export async function* streamCycleColumns(
  scope: LabScope,
  tx: LabTransaction,
  args: { quantities: readonly CycleQuantity[]; range: CycleRange },
): AsyncGenerator<TestCycles> {
  const { sinceVersion = null, testIds } = args.range;
  if (sinceVersion === null && testIds === undefined) await tx.client.query(PREPARE_WHOLE_LAB);
  const values = [scope.labId, sinceVersion, testIds ? `{${testIds.join(",")}}` : null];
  const rows = copiedFields(streamRows(tx, cyclesOfTests(args.quantities, args.range), values));
  for await (const [testId, cycles, open, partial, ...quantities] of rows) {
    if (!testId || !cycles) throw new Error("a test with cycles has an id and their numbers");
    const numbers = int32Column(cycles);
    const isOpen = markedAmong(numbers, open);
    const isPartial = markedAmong(numbers, partial);
    const columns = args.quantities.map((quantity, index) => {
      const bytes = quantities[index] ?? Buffer.alloc(0);
      return [quantity, quantity === "startedAtUs" ? timeColumn(bytes) : float64Column(bytes)] as const;
    });
    const order = risingOrder(numbers);
    if (order) for (const column of [numbers, isOpen, isPartial, ...new Map(columns).values()]) reorder(column, order);
    yield { testId: testId.readInt32BE(), cycles: numbers, isOpen, isPartial, quantities: new Map(columns) };
  }
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

/** Where the numbers stand in rising order; null when they stand so already. */
function risingOrder(numbers: Int32Array): Float64Array | null {
  if (numbers.every((number, index) => index === 0 || number > (numbers[index - 1] as number))) return null;
  const unsorted = createCycleValues(numbers.length);
  unsorted.length = numbers.length;
  unsorted.cycles.set(numbers);
  unsorted.values.forEach((_, index, values) => {
    values[index] = index;
  });
  const passes = sortByCycle(unsorted);
  for (;;) {
    const pass = passes.next();
    if (pass.done === true) return pass.value.values;
  }
}

function reorder(column: Int32Array | Uint8Array | Float64Array, order: Float64Array): void {
  const unordered = column.slice();
  for (let at = 0; at < column.length; at++) column[at] = unordered[order[at] as number] as number;
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
