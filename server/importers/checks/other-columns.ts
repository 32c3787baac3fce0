import type { ImportField } from "../cycler-file";
import { splitLine } from "../text/split-line";
import type { ProblemList } from "../text/problem-list";
import type { FoundTable } from "../table/find-table";
import { plainName } from "../table/heading";
import { parseNumber } from "../numbers/parse-number";
import type { PlannedColumn, TablePlan } from "../table/table-plan";
import { scaleOf, UNIT_SCALE } from "../numbers/units";
import { dimensionOf, type KnownColumn, knownColumns } from "../table/vocabulary";

const LOOKED_AT = 200;
/** Columns that differ by less are the same quantity, measured or rounded twice. */
const ALIKE = 0.01;

/**
 * Says which of two columns was taken for a voltage or current where both may be meant and differ: of a pack and of its cell, or `U` and `V`. Only
 * in tables of no known cycler; what a cycler means is known.
 */
export function warnOfOtherColumns(
  found: FoundTable,
  plan: TablePlan,
  lines: readonly string[],
  problems: ProblemList,
): void {
  if (found.format.hasCommonNames !== true) return;
  const rows = lines
    .slice(plan.firstDataLine - 1, plan.firstDataLine - 1 + LOOKED_AT)
    .map((line) => splitLine(line, found.separator));
  for (const taken of plan.columns) {
    if (taken.field !== "voltage" && taken.field !== "current") continue;
    for (const other of othersFor(taken, found)) {
      if (areAlike(taken, other, rows, plan)) continue;
      const message = `"${other.heading}" is a ${taken.field}, too, and differs from "${taken.heading}", which was taken. If the other is meant, name the columns by hand.`;
      problems.warn("other column", null, message, "severe");
    }
  }
}

function othersFor(taken: PlannedColumn, { headings, format }: FoundTable): KnownColumn[] {
  return headings.flatMap((heading, index) => {
    const [other] = index === taken.index ? [] : knownColumns(format.vocabulary, [heading]);
    return other?.field === taken.field ? [{ ...other, index }] : [];
  });
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
