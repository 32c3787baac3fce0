import { z } from "zod";

/** What a column holds: it decides how a value is written, never the value itself. Times are ISO 8601 UTC text. */
export type ColumnType = "text" | "number" | "integer" | "boolean" | "time";
export type CellValue = string | number | boolean | null;
export type TableColumn = { name: string; type: ColumnType; values: readonly CellValue[] };

/** An answer of the REST API as a table. */
export type Table = {
  columns: readonly TableColumn[];
  /** What a reader has to know of it: definitions, the reference, what was left out. JSON can hold it. */
  about: Readonly<Record<string, unknown>>;
};

export const rowsOf = ({ columns }: Table): number => columns[0]?.values.length ?? 0;

type Row = Readonly<Record<string, unknown>>;
type Reader = { name: string; type: ColumnType; read: (row: Row) => CellValue };

/**
 * Rows as columns, one a field of their schema, in its order. Objects become a column a field, named with a dot; lists and records become
 * JSON, lists of messages their texts.
 */
export function toColumns(schema: z.ZodObject, rows: readonly Row[]): TableColumn[] {
  return readersOf(schema).map(({ name, type, read }) => ({ name, type, values: rows.map(read) }));
}

/** By the name of a column, or of an object of columns, what its schema says of it. */
export function columnDefinitions(schema: z.ZodObject): Record<string, string> {
  return Object.fromEntries(definitionsOf(schema));
}

function definitionsOf(schema: z.ZodObject): [name: string, definition: string][] {
  return Object.entries(schema.shape).flatMap(([name, field]) => {
    const inner = unwrapped(field);
    const definition = descriptionOf(field) ?? descriptionOf(inner);
    const ofFields = inner instanceof z.ZodObject ? definitionsOf(inner) : [];
    return [
      ...(definition === undefined ? [] : [[name, definition] satisfies [string, string]]),
      ...ofFields.map(([field, said]): [string, string] => [`${name}.${field}`, said]),
    ];
  });
}

const descriptionOf = (schema: unknown) => (schema instanceof z.ZodType ? schema.description : undefined);

function readersOf(schema: z.ZodObject): Reader[] {
  return Object.entries(schema.shape).flatMap(([name, field]) => {
    const inner = unwrapped(field);
    if (inner instanceof z.ZodObject) {
      return readersOf(inner).map((reader) => ({
        ...reader,
        name: `${name}.${reader.name}`,
        read: (row) => (isRow(row[name]) ? reader.read(row[name]) : null),
      }));
    }
    return [{ name, type: typeOf(inner), read: (row) => toCellValue(row[name]) }];
  });
}

const isRow = (value: unknown): value is Row => typeof value === "object" && value !== null;

function unwrapped(schema: unknown): unknown {
  const isWrapped =
    schema instanceof z.ZodNullable || schema instanceof z.ZodOptional || schema instanceof z.ZodDefault;
  return isWrapped ? unwrapped(schema.unwrap()) : schema;
}

function typeOf(schema: unknown): ColumnType {
  if (schema instanceof z.ZodNumberFormat) return "integer";
  if (schema instanceof z.ZodNumber) return "number";
  if (schema instanceof z.ZodBoolean) return "boolean";
  return schema instanceof z.ZodISODateTime ? "time" : "text";
}

const messages = z.array(z.object({ message: z.string() }));

/** @param value what JSON can hold */
function toCellValue(value: unknown): CellValue {
  if (value === undefined || value === null) return null;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  const asMessages = messages.safeParse(value);
  return asMessages.success ? asMessages.data.map(({ message }) => message).join(" ") : JSON.stringify(value);
}
