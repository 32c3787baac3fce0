/** Values and the cycles they belong to, as columns; only the first `length` entries count. */
export type CycleValues = { length: number; cycles: Float64Array; values: Float64Array };

/** Columns without entries. @param capacity how many may be added */
export function createCycleValues(capacity: number): CycleValues {
  return { length: 0, cycles: new Float64Array(capacity), values: new Float64Array(capacity) };
}

/** Fewer values than this are sorted in passes of 256 buckets: clearing more of them would cost more than the values do. */
const SMALL = 1 << 16;

/**
 * Sorts values by their cycles, those of one cycle in the order they had: a radix sort, whose time grows with the number of values and,
 * slowly, with the digits of the cycles. A generator, so that the caller can give others a turn: it yields the number of values that it
 * went through.
 * @param given whole numbers as cycles; its arrays are used as space for the work
 * @returns the same values in order, in the given arrays or in new ones
 */
export function* sortByCycle(given: CycleValues): Generator<number, CycleValues> {
  const { length } = given;
  const { least, span, isSorted } = extentOf(given);
  if (isSorted) return given;
  let from = given;
  let to = createCycleValues(length);
  const starts = new Int32Array(length < SMALL ? 256 : SMALL);
  for (let unit = 1; unit < span; unit *= starts.length) {
    radixPass(from, to, { starts, least, unit });
    [from, to] = [to, from];
    yield length;
  }
  return from;
}

function extentOf({ length, cycles }: CycleValues) {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  let before = Number.NEGATIVE_INFINITY;
  let isSorted = true;
  for (let index = 0; index < length; index++) {
    const cycle = cycles[index] as number;
    if (cycle < least) least = cycle;
    if (cycle > most) most = cycle;
    if (cycle < before) isSorted = false;
    before = cycle;
  }
  return { least, span: most - least + 1, isSorted };
}

/** One stable pass over the digit that `unit` stands for. */
function radixPass(
  from: CycleValues,
  to: CycleValues,
  { starts, least, unit }: { starts: Int32Array; least: number; unit: number },
): void {
  const { length, cycles, values } = from;
  const buckets = starts.length;
  starts.fill(0);
  for (let index = 0; index < length; index++) {
    const bucket = Math.floor(((cycles[index] as number) - least) / unit) % buckets;
    starts[bucket] = (starts[bucket] as number) + 1;
  }
  for (let bucket = 0, start = 0; bucket < buckets; bucket++) {
    const count = starts[bucket] as number;
    starts[bucket] = start;
    start += count;
  }
  for (let index = 0; index < length; index++) {
    const cycle = cycles[index] as number;
    const bucket = Math.floor((cycle - least) / unit) % buckets;
    const at = starts[bucket] as number;
    starts[bucket] = at + 1;
    to.cycles[at] = cycle;
    to.values[at] = values[index] as number;
  }
  to.length = length;
}
