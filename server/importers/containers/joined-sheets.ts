import { joinBytes } from "../text/bytes";
import type { FoundTable } from "../table/find-table";
import type { Sheet } from "./workbook";

const LINE_FEED = 0x0a;
const FLUSHED_CHARACTERS = 1 << 16;

/** A sheet with a table of samples. */
export type SampleSheet = { sheet: Sheet; found: FoundTable };

/** The lines of sheets one after the other. Where their columns differ, each line has the columns of all of them, empty where its sheet has none. */
export async function* joinedSheets(sheets: readonly SampleSheet[]): AsyncGenerator<Uint8Array> {
  const headings = allHeadings(sheets);
  for (const { sheet, found } of sheets) {
    if (found.headings.length === headings.length) yield* sheet.open();
    else yield* inColumns(sheet.open(), found.headerLine, placesOf(found.headings, headings), headings);
  }
}

function allHeadings(sheets: readonly SampleSheet[]): string[] {
  const headings = [...(sheets[0]?.found.headings ?? [])];
  for (const { found } of sheets)
    for (const heading of found.headings) if (!headings.includes(heading)) headings.push(heading);
  return headings;
}

/** Of each column of a sheet, where it is among all. */
const placesOf = (own: readonly string[], all: readonly string[]) => own.map((heading) => all.indexOf(heading));

async function* inColumns(
  bytes: AsyncIterable<Uint8Array>,
  headerLine: number,
  places: readonly number[],
  headings: readonly string[],
) {
  const encoder = new TextEncoder();
  let line = 0;
  let lines = "";
  for await (const text of linesOf(bytes)) {
    line += 1;
    lines += `${line === headerLine ? headings.join("\t") : line < headerLine ? text : moved(text, places, headings.length)}\n`;
    if (lines.length < FLUSHED_CHARACTERS) continue;
    yield encoder.encode(lines);
    lines = "";
  }
  yield encoder.encode(lines);
}

function moved(text: string, places: readonly number[], count: number): string {
  if (text === "") return text;
  const cells = new Array<string>(count).fill("");
  text.split("\t").forEach((cell, column) => {
    const place = places[column];
    // A cell that no heading names keeps its line from being read, as in a sheet alone.
    if (place !== undefined) cells[place] = cell;
    else if (cell !== "") cells.push(cell);
  });
  return cells.join("\t");
}

async function* linesOf(bytes: AsyncIterable<Uint8Array>) {
  const decoder = new TextDecoder();
  let rest: Uint8Array = new Uint8Array(0);
  for await (const chunk of bytes) {
    const whole = joinBytes([rest, chunk]);
    const end = whole.lastIndexOf(LINE_FEED) + 1;
    rest = whole.slice(end);
    if (end > 0) yield* decoder.decode(whole.subarray(0, end - 1)).split("\n");
  }
  if (rest.length > 0) yield decoder.decode(rest);
}
