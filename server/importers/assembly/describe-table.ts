import type { ImportSummary } from "../cycler-file";
import type { FoundTable } from "../table/find-table";
import { joinedLines } from "../text/joined-lines";
import { splitLine } from "../text/split-line";
import { withoutAtEnd } from "../text/without-at-end";
import type { TablePlan } from "../table/table-plan";

const SHOWN_ROWS = 10;
/** Lines read for them: a quoted field may span several. */
const SHOWN_LINES = 100;
const SHOWN_ENTRIES = 100;

type Described = Pick<ImportSummary, "format" | "formatName" | "recognisedBy" | "columns" | "firstRows" | "header">;

/**
 * What a person wants to see of a file before importing it.
 * @param lines the first lines of the file
 * @param kind of file: "CSV", "XLSX"
 */
export function describeTable(found: FoundTable, plan: TablePlan, lines: readonly string[], kind: string): Described {
  return {
    format: found.format.id,
    formatName: `${found.format.name}, ${kind}`,
    recognisedBy: found.recognisedBy,
    columns: found.headings.map((heading, index) => {
      const isTimeOfDay = index === plan.timeOfDay;
      const column = plan.columns.find(({ index: at, field }) => (isTimeOfDay ? field === "clock" : at === index));
      return { heading, field: column?.field ?? null, unit: column?.unit ?? null };
    }),
    firstRows: firstRows(found, plan, lines),
    header: headerOf(found.preamble),
  };
}

function firstRows({ separator, isQuotedWhole }: FoundTable, plan: TablePlan, lines: readonly string[]): string[][] {
  const below = lines.slice(plan.firstDataLine - 1).filter((line) => line.trim() !== "");
  const rows = joinedLines(below.slice(0, SHOWN_LINES), separator);
  return rows.slice(0, SHOWN_ROWS).map((line) => splitLine(isQuotedWhole ? line.trim().slice(1, -1) : line, separator));
}

/** Nobody reads more of a line above the table. */
const SHOWN_CHARACTERS = 500;
const SHOWN_VALUE = 200;
const [SHORTEST_KEY, LONGEST_KEY] = [2, 60];
const ENDS_KEY = /[\t:;,=]/;
const EQUALS = "=";
const ENDS_VALUE = /[\t;]/;
const BETWEEN = /[\s:=;,]/;
const AFTER_VALUE = /[\s",;]/;

/** `Key: value`, `Key<tab>value` and the like, above the header row. */
export function headerOf(preamble: readonly string[]): Record<string, string> {
  const entries = preamble.flatMap((line) => {
    const entry = entryOf(line.slice(0, SHOWN_CHARACTERS));
    return entry === null ? [] : [entry];
  });
  return Object.fromEntries(entries.slice(0, SHOWN_ENTRIES));
}

/** Where the key ends: outside brackets, as in `weight (at x = 0) : 1 g`, and at the last of several equations, as in `for DX = 1, DQ = 2 mAh`. */
function endOfKey(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === "(") depth += 1;
    else if (character === ")") depth -= 1;
    else if (depth <= 0 && ENDS_KEY.test(character)) return character === EQUALS ? text.lastIndexOf(EQUALS) : at;
  }
  // A bracket that is not closed hides no key.
  return depth > 0 ? text.search(ENDS_KEY) : -1;
}

function entryOf(line: string): [key: string, value: string] | null {
  const text = line.replace(/^[\s~"#]+/, "");
  const keyEnd = endOfKey(text);
  const key = keyEnd < 0 ? "" : withoutAtEnd(text.slice(0, keyEnd), AFTER_VALUE);
  if (key.length < SHORTEST_KEY || key.length > LONGEST_KEY) return null;
  let from = keyEnd;
  while (from < text.length && BETWEEN.test(text.charAt(from))) from += 1;
  const rest = text.slice(from);
  const valueEnd = rest.search(ENDS_VALUE);
  const value = withoutAtEnd(valueEnd < 0 ? rest : rest.slice(0, valueEnd), AFTER_VALUE);
  return value === "" ? null : [key, value.slice(0, SHOWN_VALUE)];
}
