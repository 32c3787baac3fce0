import { bdfTermOf } from "../../domain/samples/bdf-terms";
import { MAX_PROBLEMS, shortened, unknownName } from "../../errors";
import type { SampleField } from "./ingest-body";
import { MISSING_TIME, type SampleBuilder } from "./batch-builder";
import { BDF_READERS, FIELD_READERS, type FieldReader, IGNORED, type ReadValue } from "./sample-fields";

export type Column = { name: string; reader: FieldReader; read: ReadValue };

/** How the samples under one set of names are read, and what is wrong with the names themselves. */
export type Layout = {
  /** In the order they stand. */
  columns: readonly Column[];
  /** Names of BDF that are not stored. */
  ignored: readonly string[];
  problems: readonly { name: string; message: string }[];
};

const REQUIRED: readonly SampleField[] = ["cell", "voltage", "current"];

/** @param hasStart whether `startedAt` can stand in for `time` */
export function prepareLayout(names: readonly string[], into: SampleBuilder, hasStart: boolean): Layout {
  const columns: Column[] = [];
  const problems: { name: string; message: string }[] = [];
  const saidBy = new Map<SampleField, string>();
  for (const name of names) {
    if (problems.length >= MAX_PROBLEMS) break; // no more will be shown
    const reader = readerOf(name);
    const message = problemOfName(name, reader, columns, saidBy);
    if (message !== null) problems.push({ name, message });
    else if (reader) columns.push({ name, reader, read: reader.bind(into) });
    if (reader?.field) saidBy.set(reader.field, name);
  }
  problems.push(...missingFields(saidBy, hasStart));
  return {
    columns,
    problems,
    ignored: columns.filter(({ reader }) => reader === IGNORED).map(({ name }) => shortened(name)),
  };
}

function problemOfName(
  name: string,
  reader: FieldReader | null,
  columns: readonly Column[],
  saidBy: ReadonlyMap<SampleField, string>,
): string | null {
  if (!reader) return unknownName(name);
  if (columns.some((column) => column.name === name)) return "appears twice";
  const sameAs = reader.field ? saidBy.get(reader.field) : undefined;
  return sameAs === undefined ? null : `means the same as "${sameAs}"; send one of them`;
}

function missingFields(saidBy: ReadonlyMap<SampleField, string>, hasStart: boolean) {
  const missing = REQUIRED.filter((field) => !saidBy.has(field)).map((name) => ({ name, message: "missing" }));
  const hasTime = saidBy.has("time") || (hasStart && saidBy.has("testTime"));
  return hasTime ? missing : [...missing, { name: "time", message: MISSING_TIME }];
}

/** Objects look up what they inherit, too; a sender may name a column `constructor`. */
const own = (readers: Readonly<Record<string, FieldReader>>, name: string) =>
  Object.hasOwn(readers, name) ? readers[name] : undefined;

function readerOf(name: string): FieldReader | null {
  const known = own(FIELD_READERS, name);
  if (known) return known;
  const term = bdfTermOf(name);
  return term === null ? null : (own(BDF_READERS, term) ?? IGNORED);
}
