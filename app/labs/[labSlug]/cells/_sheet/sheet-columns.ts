import type { SheetCell, SheetField } from "@/server/domain/cells/cell-sheet";
import type { MetadataValue } from "@/server/domain/groups/groupings";

export type SettingName =
  | "nominalCapacityAh"
  | "activeMassG"
  | "electrodeAreaCm2"
  | "polarity"
  | "cycleStartsWith"
  | "formationCycles"
  | "referenceCycle"
  | "maxGapSeconds";

/** What a column shows: the cell's name, what it does, one of its settings, or a metadata field. */
type ColumnSource =
  | { kind: "name" | "status" | "lastSample" }
  | { kind: "setting"; setting: SettingName }
  | { kind: "field"; field: string };

export type SheetColumn = {
  key: string;
  /** As a spreadsheet's header names it. */
  title: string;
  type: "text" | "number" | "whole" | "choice" | "date";
  unit: string | null;
  options: readonly string[];
  isEditable: boolean;
  source: ColumnSource;
};

export const POLARITY_WORDS = {
  full_cell: "full cell",
  half_cell_cathode: "half cell, cathode",
  half_cell_anode: "half cell, anode",
} as const;
const POLARITIES = ["full_cell", "half_cell_cathode", "half_cell_anode"];

const readOnly = (key: "name" | "status" | "lastSample", title: string): SheetColumn => ({
  key,
  title,
  type: "text",
  unit: null,
  options: [],
  isEditable: false,
  source: { kind: key },
});

const setting = (
  name: SettingName,
  title: string,
  type: SheetColumn["type"],
  given: { unit?: string; options?: readonly string[] } = {},
): SheetColumn => ({
  key: name,
  title,
  type,
  unit: given.unit ?? null,
  options: given.options ?? [],
  isEditable: true,
  source: { kind: "setting", setting: name },
});

const NAME = readOnly("name", "Cell");
const NOMINAL = setting("nominalCapacityAh", "Nominal capacity", "number", { unit: "Ah" });
/** Settings that the sheet shows where they are asked for, and that a pasted or loaded table may hold. */
const OTHER_SETTINGS: readonly SheetColumn[] = [
  setting("activeMassG", "Active mass", "number", { unit: "g" }),
  setting("electrodeAreaCm2", "Electrode area", "number", { unit: "cm²" }),
  setting("polarity", "Polarity", "choice", { options: POLARITIES }),
  setting("cycleStartsWith", "Cycle starts with", "choice", { options: ["charge", "discharge"] }),
  setting("formationCycles", "Formation cycles", "whole"),
  setting("referenceCycle", "Reference cycle", "whole"),
  setting("maxGapSeconds", "Longest gap", "number", { unit: "s" }),
];

export const fieldColumn = ({ metadataFieldId, name, type, unit, options }: SheetField): SheetColumn => ({
  key: `field-${metadataFieldId}`,
  title: name,
  type,
  unit,
  options,
  isEditable: true,
  source: { kind: "field", field: name },
});

const STATUS = readOnly("status", "State");
const LAST_SAMPLE = readOnly("lastSample", "Last sample");

/** Every column that the sheet may have, in order; the first one always stands there. */
export function choosableColumns(fields: readonly SheetField[]): SheetColumn[] {
  return [NAME, STATUS, LAST_SAMPLE, NOMINAL, ...OTHER_SETTINGS, ...fields.map(fieldColumn)];
}

const LEFT_OUT = new Set(OTHER_SETTINGS.map(({ key }) => key));

/** The columns of the sheet, in order. @param chosen by their keys; null: the usual ones */
export function sheetColumns(fields: readonly SheetField[], chosen: readonly string[] | null = null): SheetColumn[] {
  const isShown = ({ key }: SheetColumn) => (chosen === null ? !LEFT_OUT.has(key) : chosen.includes(key));
  return choosableColumns(fields).filter((column) => column === NAME || isShown(column));
}

/** Every column that a loaded table may have and an exported one has. */
export function tableColumns(fields: readonly SheetField[]): SheetColumn[] {
  return [NAME, NOMINAL, ...OTHER_SETTINGS, ...fields.map(fieldColumn)];
}

/** "Nominal capacity / Ah" */
export const headOf = ({ title, unit }: SheetColumn) => (unit === null ? title : `${title} / ${unit}`);

export function valueIn(cell: SheetCell, { source }: SheetColumn): MetadataValue | null {
  if (source.kind === "setting") return cell[source.setting];
  if (source.kind === "field") return cell.metadata[source.field] ?? null;
  if (source.kind === "lastSample") return cell.arrivedAtMs ?? cell.lastSampleAtMs;
  return source.kind === "name" ? cell.name : cell.status;
}

/** The value as it is typed and copied. */
export function textOf(cell: SheetCell, column: SheetColumn): string {
  const value = valueIn(cell, column);
  return value === null ? "" : String(value);
}

type Parsed = { value: MetadataValue | null } | { problem: string };

/** The value of a text that was typed or pasted into a column; an empty text clears it. */
export function parseText(column: SheetColumn, raw: string): Parsed {
  const text = raw.normalize("NFC").trim();
  if (text === "") return { value: null };
  if (column.type === "number" || column.type === "whole") return parseNumber(text, column);
  if (column.type === "choice") {
    const folded = text.toLowerCase();
    const option =
      column.options.find((one) => one === text) ?? column.options.find((one) => one.toLowerCase() === folded);
    return option === undefined ? { problem: `expected one of: ${column.options.join(", ")}` } : { value: option };
  }
  return column.type === "date" ? parseDate(text) : { value: text };
}

/** "3.2", "3,2" as half of Europe writes it, "1e-3"; a comma before three digits could be a thousands separator, so it is refused. */
function parseNumber(text: string, { type, source }: SheetColumn): Parsed {
  if (/^[-+]?[1-9]\d{0,2}(,\d{3})+$/.test(text))
    return { problem: `"${text}" may be thousands or a fraction: use a point` };
  const value = Number(/^[-+]?\d+,\d+$/.test(text) ? text.replace(",", ".") : text);
  if (!Number.isFinite(value)) return { problem: "expected a number" };
  if (type === "whole" && (!Number.isInteger(value) || value < 0)) return { problem: "expected a whole number from 0" };
  const isPositive = source.kind !== "setting" || type === "whole" || value > 0;
  return isPositive ? { value } : { problem: "expected a number above 0" };
}

/** ISO 8601, or day.month.year, which is unambiguous. */
function parseDate(text: string): Parsed {
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text);
  const iso = dotted ? `${dotted[3]}-${dotted[2]?.padStart(2, "0")}-${dotted[1]?.padStart(2, "0")}` : text;
  const day = /^\d{4}-\d\d-\d\d(?=$|T)/.exec(iso)?.[0];
  const isDay = day !== undefined && !Number.isNaN(Date.parse(iso)) && new Date(day).toISOString().startsWith(day);
  return isDay ? { value: iso } : { problem: "expected a date like 2026-01-31" };
}
