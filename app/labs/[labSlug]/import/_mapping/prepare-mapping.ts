import type { ColumnMapping, ImportField } from "@/server/importers/cycler-file";
import { delimited } from "@/server/importers/formats/delimited";
import { knownColumns } from "@/server/importers/table/vocabulary";
import { FIELD_CHOICES } from "./field-words";
import type { ImportFile } from "../_sending/import-files";

type Flag = "dischargeIsPositive" | "decimalComma" | "dayFirst";

/** A file's column mapping: as a person entered it, else as recognised, else as the column names suggest. */
export function mappingOf({
  settings,
  preview,
  table,
}: Pick<ImportFile, "settings" | "preview" | "table">): ColumnMapping {
  if (settings.mapping) return settings.mapping;
  const known =
    preview?.kind === "readable" ? preview.summary.columns : knownColumns(delimited.vocabulary, table?.headings ?? []);
  const meant = known.flatMap(({ heading, field, unit }) =>
    field === null ? [] : [[heading, { field, ...(unit === null || unit === "" ? {} : { unit }) }] as const],
  );
  return { columns: Object.fromEntries(meant) };
}

/** A mapping in which one column was changed; null when no column is mapped any more. */
export function withColumn(
  mapping: ColumnMapping,
  heading: string,
  field: ImportField | null,
  unit: string | null,
): ColumnMapping | null {
  const { [heading]: _, ...others } = mapping.columns;
  const columns = field === null ? others : { ...others, [heading]: { field, ...(unit === null ? {} : { unit }) } };
  return Object.keys(columns).length === 0 ? null : { ...mapping, columns };
}

/** With a flag set, or left to automatic detection. */
export function withFlag(mapping: ColumnMapping, flag: Flag, isSet: boolean): ColumnMapping {
  const { [flag]: _, ...others } = mapping;
  return isSet ? { ...others, [flag]: true } : others;
}

const MAX_COLUMNS_NAMED = 6;

/** The columns of a mapping in words, as lists show them: "t: Test time / h · U: Voltage / V". */
export function wordsOfMapping({ columns }: ColumnMapping): string {
  const words = FIELD_CHOICES.flatMap(({ value, label }) =>
    Object.entries(columns).flatMap(([heading, { field, unit }]) =>
      field === value ? [`${heading}: ${label}${unit === undefined ? "" : ` / ${unit}`}`] : [],
    ),
  );
  const more = words.length - MAX_COLUMNS_NAMED;
  return `${words.slice(0, MAX_COLUMNS_NAMED).join(" · ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** Whether a table has all the columns that a mapping names. */
export function fitsTable(mapping: ColumnMapping, headings: readonly string[]): boolean {
  const names = new Set(headings.map((heading) => heading.trim()));
  return Object.keys(mapping.columns).every((heading) => names.has(heading.trim()));
}
