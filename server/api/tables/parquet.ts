import { setImmediate as othersTurn } from "node:timers/promises";
import type { SchemaElement } from "hyparquet";
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import { parseTimeUs } from "../../domain/samples/input-times";
import { type CellValue, type ColumnType, rowsOf, type Table, type TableColumn } from "./table";

/** Written in some ten milliseconds. */
const ROWS_IN_GROUP = 10_000;

const ELEMENTS: Record<ColumnType, Omit<SchemaElement, "name" | "repetition_type">> = {
  text: { type: "BYTE_ARRAY", converted_type: "UTF8" },
  number: { type: "DOUBLE" },
  integer: { type: "INT64" },
  boolean: { type: "BOOLEAN" },
  time: { type: "INT64", converted_type: "TIMESTAMP_MICROS" },
};

/** A table as Apache Parquet, with what a reader has to know of it as JSON in the file's key-value metadata. */
export async function toParquet(table: Table): Promise<Uint8Array<ArrayBuffer>> {
  const { columns, about } = table;
  const writer = new ByteWriter();
  const file = new ParquetWriter({
    writer,
    schema: [
      { name: "table", num_children: columns.length },
      ...columns.map(({ name, type }): SchemaElement => ({ name, ...ELEMENTS[type], repetition_type: "OPTIONAL" })),
    ],
    kvMetadata: Object.entries(about).map(([key, value]) => ({ key, value: JSON.stringify(value) })),
    createdBy: "ChargeTracker",
  });
  for (let from = 0; from < rowsOf(table); from += ROWS_IN_GROUP) {
    if (from > 0) await othersTurn();
    const columnData = columns.map((column) => ({ name: column.name, data: dataOf(column, from) }));
    await file.write({ columnData, rowGroupSize: ROWS_IN_GROUP });
  }
  await file.finish();
  return new Uint8Array(writer.getBuffer());
}

function dataOf({ type, values }: TableColumn, from: number): unknown[] {
  const piece = values.slice(from, from + ROWS_IN_GROUP);
  const write = WRITERS[type];
  return write ? piece.map((value) => (value === null ? null : write(value))) : piece;
}

/** For types that the library wants otherwise than JSON has them. */
const WRITERS: Partial<Record<ColumnType, (value: CellValue) => bigint>> = {
  integer: (value) => BigInt(Number(value)),
  time: (value) => BigInt(parseTimeUs(value) ?? 0),
};
