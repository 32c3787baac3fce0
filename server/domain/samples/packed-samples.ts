import { COLUMN_NAMES, createSampleColumns, NO_INT, type SampleColumns } from "./sample-columns";

/** Which columns follow in the bytes, by index into `COLUMN_NAMES`; the others hold no value at all. */
export type PackedHeader = { length: number; columns: number[] };

const FLOAT_COLUMNS = new Set<string>(["timeUs", "voltageV", "currentA", "temperatureC", "testTimeS", "stepTimeS"]);

/** A buffer that is used again for one thing after the other, and grows with the largest. */
export class Scratch {
  constructor(private buffer = new ArrayBuffer(0)) {}

  take(byteLength: number): Uint8Array<ArrayBuffer> {
    if (byteLength > this.buffer.byteLength) this.buffer = new ArrayBuffer(byteLength);
    return new Uint8Array(this.buffer, 0, byteLength);
  }
}

/**
 * Samples as bytes, column after column, little-endian; columns in which every value is missing are left out.
 * @param scratch for who packs many: its bytes hold until the next ones are packed into it
 */
export function packSamples(
  samples: SampleColumns,
  scratch = new Scratch(),
): { header: PackedHeader; bytes: Uint8Array<ArrayBuffer> } {
  const present = COLUMN_NAMES.map((name, index) => ({ name, index })).filter(({ name }) => hasValues(samples, name));
  const parts = present.map(({ name }) => {
    const column = samples[name];
    return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
  });
  const bytes = scratch.take(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.byteLength;
  }
  return { header: { length: samples.length, columns: present.map(({ index }) => index) }, bytes };
}

/**
 * The samples that `packSamples` packed.
 * @throws RangeError when the bytes do not fit the header
 */
export function unpackSamples({ length, columns }: PackedHeader, bytes: Uint8Array): SampleColumns {
  const samples = createSampleColumns(length);
  let offset = 0;
  for (const index of columns) {
    const name = COLUMN_NAMES[index];
    if (!name) throw new RangeError(`packed samples have no column ${index}`);
    const column = samples[name];
    const target = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
    if (offset + target.byteLength > bytes.byteLength) throw new RangeError("packed samples end too early");
    target.set(bytes.subarray(offset, offset + target.byteLength));
    offset += target.byteLength;
  }
  if (offset !== bytes.byteLength) throw new RangeError("packed samples have bytes left over");
  return samples;
}

function hasValues(samples: SampleColumns, name: (typeof COLUMN_NAMES)[number]): boolean {
  const column = samples[name];
  const isFloat = FLOAT_COLUMNS.has(name);
  for (const value of column) {
    if (isFloat ? !Number.isNaN(value) : value !== NO_INT) return true;
  }
  return false;
}
