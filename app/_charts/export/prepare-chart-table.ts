import { withoutNoise } from "../frame/prepare-axis";
import { decimalsFor, formatFixed } from "../frame/prepare-numbers";
import type { ChartTable, Field } from "./chart-picture";

/** A number as it is shown, without the noise of its scaling; null where there is none. */
export const fieldOf = (value: number | null | undefined): number | null =>
  value === null || value === undefined || !Number.isFinite(value) ? null : withoutNoise(value);

/** RFC 4180: what has a comma, a quote or a line break is quoted. Before it, as in the tables of the API, what is to be known of it, after a `#`. */
export function toCsv({ columns, rows, about = [] }: ChartTable): string {
  const comments = about.map((line) => `# ${line.replaceAll(/[\r\n]+/g, " ")}`);
  return [...comments, ...[columns, ...rows].map((row) => row.map(csvField).join(","))].join("\r\n");
}

/** A spreadsheet would compute what begins so. */
const FORMULA = /^[=+\-@\t\r]/;

function csvField(field: Field): string {
  if (field === null) return "";
  if (typeof field === "number") return String(field);
  const text = FORMULA.test(field) ? `'${field}` : field;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const DIGITS = 5;
/** More sentences than these are read by nobody. */
const MOST_SENTENCES = 40;

/** A field as people read it. */
export function fieldText(field: Field): string {
  if (field === null) return "–";
  if (typeof field === "string") return field;
  return Number.isInteger(field) ? String(field).replace("-", "−") : formatFixed(field, decimalsFor(field, DIGITS));
}

/** What is to be seen, in words: where each line begins and ends, and between what it lies. */
export function describeTable(title: string, table: ChartTable): string[] {
  const lines = Map.groupBy(table.rows, (row) => (table.nameAt === null ? "" : String(row[table.nameAt] ?? "")));
  const sentences = [...lines].flatMap(([name, rows]) =>
    table.valuesAt.flatMap((at) => describeLine(name, { ...table, rows }, at) ?? []),
  );
  const more = sentences.length - MOST_SENTENCES;
  return [
    `${title}.`,
    ...(table.about ?? []).map((line) => `${line}.`),
    ...(sentences.length === 0 ? ["There is no value in sight."] : sentences.slice(0, MOST_SENTENCES)),
    ...(more > 0 ? [`And ${more} more lines, which the table has.`] : []),
  ];
}

function describeLine(name: string, { columns, rows, xAt }: ChartTable, at: number): string | null {
  const points = rows.flatMap((row) => (typeof row[at] === "number" ? [{ x: row[xAt] ?? null, value: row[at] }] : []));
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return null;
  const [low, high] = points.reduce(
    ([least, most], { value }) => [Math.min(least, value), Math.max(most, value)],
    [first.value, first.value],
  );
  const [x = "", quantity = ""] = [columns[xAt], columns[at]];
  const from = `${fieldText(first.value)} at ${x} ${fieldText(first.x)}`;
  const what = `${name === "" ? "" : `${name}: `}${quantity}`;
  if (points.length === 1) return `${what} is ${from}.`;
  const to = `${fieldText(last.value)} at ${fieldText(last.x)}`;
  return `${what} goes from ${from} to ${to}, between ${fieldText(low)} and ${fieldText(high)}, in ${points.length} points.`;
}
