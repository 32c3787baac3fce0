import { type Answers, type ImportField, ORDINALS, type Question } from "../cycler-file";
import type { Settlement } from "../assembly/settle-units";
import { splitLine } from "../text/split-line";
import type { FoundTable } from "../table/find-table";
import { plainName } from "../table/heading";
import { parseNumber } from "../numbers/parse-number";
import type { PlannedColumn, TablePlan } from "../table/table-plan";
import { scaleOf, UNIT_SCALE } from "../numbers/units";
import { dimensionOf, type KnownColumn, knownColumns } from "../table/vocabulary";

const LOOKED_AT = 200;
/** Columns that differ by less are the same quantity, measured or rounded twice. */
const ALIKE = 0.01;

const PARAMETERS = { voltage: "voltageColumn", current: "currentColumn" } as const;
type Chosen = keyof typeof PARAMETERS;

/**
 * Asks which of several columns is the voltage or current where each may be meant and they differ: of a pack and of its cell, or `U` and `V`. Only
 * in tables of no known cycler; what a cycler means is known.
 */
export function settleOtherColumns(
  found: FoundTable,
  plan: TablePlan,
  lines: readonly string[],
  answers: Answers,
): Settlement {
  if (found.format.hasCommonNames !== true) return { kind: "as read" };
  const rows = lines
    .slice(plan.firstDataLine - 1, plan.firstDataLine - 1 + LOOKED_AT)
    .map((line) => splitLine(line, found.separator));
  for (const taken of plan.columns) {
    const { field, heading } = taken;
    if ((field !== "voltage" && field !== "current") || answers[PARAMETERS[field]] !== undefined) continue;
    const other = columnsFor(field, found).find(
      (one) => one.index !== taken.index && !areAlike(taken, one, rows, plan),
    );
    if (!other) continue;
    const message = `"${other.heading}" is a ${field}, too, and differs from "${heading}".`;
    return { kind: "ask", column: heading, message, question: { choices: choicesOf(field, taken, found) } };
  }
  return { kind: "as read" };
}

/** The first few that may be meant; the one that would be taken comes before the others. */
function choicesOf(field: Chosen, taken: PlannedColumn, found: FoundTable): Question["choices"] {
  const columns = columnsFor(field, found);
  const named = ORDINALS.flatMap((value, place) => {
    const column = columns[place];
    if (!column) return [];
    const words = `the ${value} of them, "${column.heading}", is the ${field}`;
    return [{ isTaken: column.index === taken.index, choice: { parameter: PARAMETERS[field], value, words } as const }];
  });
  const [first, ...others] = [...named.filter(({ isTaken }) => isTaken), ...named.filter(({ isTaken }) => !isTaken)];
  if (!first) throw new RangeError(`the table has no column for the ${field}`);
  return [first.choice, ...others.map(({ choice }) => choice)];
}

/** All columns of the table that may be a voltage or current, from the left. */
function columnsFor(field: Chosen, { headings, format }: FoundTable): KnownColumn[] {
  return headings.flatMap((heading, index) => {
    const [column] = knownColumns(format.vocabulary, [heading]);
    return column?.field === field ? [{ ...column, index }] : [];
  });
}

/** The table with the columns that a person chose among several. */
export function withColumnsAsAnswered(found: FoundTable, answers: Answers): FoundTable {
  const columns = found.columns.map((column) => {
    const { field } = column;
    if (field !== "voltage" && field !== "current") return column;
    const answered = answers[PARAMETERS[field]];
    const place = answered === undefined ? -1 : ORDINALS.indexOf(answered);
    return columnsFor(field, found)[place] ?? column;
  });
  return { ...found, columns };
}

function areAlike(taken: PlannedColumn, other: KnownColumn, rows: readonly string[][], plan: TablePlan): boolean {
  const scale =
    other.unit === null ? taken.scale : (scaleOf(dimensionOf(other.field) ?? "voltage", other.unit) ?? UNIT_SCALE);
  const valueIn = (row: readonly string[], { index }: KnownColumn, by: typeof scale) => {
    const bytes = new TextEncoder().encode((row[index] ?? "").trim());
    return Math.abs((parseNumber(bytes, 0, bytes.length, plan.numberStyle) * by.multiply) / by.divide);
  };
  const pairs = rows
    .map((row) => [valueIn(row, taken, taken.scale), valueIn(row, other, scale)] as const)
    .filter(([left, right]) => !Number.isNaN(left + right));
  const unlike = pairs.filter(([left, right]) => Math.abs(left - right) > ALIKE * Math.max(left, right));
  return unlike.length <= pairs.length / 2;
}

/** What programs call the place of a cell, or a cell, in a table of several. */
const PLACES = new Set(
  "channel,channel no,channel number,channel id,chan,ch,ch no,kanal,canal,canale,通道,通道号,チャンネル,채널,slot,unit,unit id,device,device id,serial,serial no,serial number,sn,cell no,cell number,cell nr,sample,sample id,sample name".split(
    ",",
  ),
);
const MOST_PLACES = 200;
const SHOWN = 3;
const OF_A_NUMBER = /[.,]/;

/** Why the rows of a table are of several cells; null where they are not. */
export function mixedCells(
  headings: readonly string[],
  columns: readonly { index: number; field: ImportField }[],
  rows: readonly string[][],
): { heading: string; message: string } | null {
  if (columns.some(({ field }) => field === "cell")) return null;
  for (const [index, heading] of headings.entries()) {
    if (!PLACES.has(plainName(heading)) || columns.some((column) => column.index === index)) continue;
    const values = rows.map((row) => row[index] ?? "").filter((value) => value !== "");
    const places = [...new Set(values)];
    const isMeasured = places.some((place) => OF_A_NUMBER.test(place));
    if (places.length < 2 || places.length > Math.min(MOST_PLACES, values.length / 2) || isMeasured) continue;
    const shown = places.slice(0, SHOWN).join(", ");
    const message = `the column "${heading}" has several values (${shown}${places.length > SHOWN ? ", …" : ""}): the rows are of several cells. Name this column as the cell's by hand, or save each cell in a file of its own`;
    return { heading, message };
  }
  return null;
}
