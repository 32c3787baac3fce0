import { plainName, readHeading } from "../table/heading";
import { splitLine } from "../text/split-line";
import type { HeadTable, Outline, TableFormat } from "../table/table-format";
import { neware, NEWARE_WORDS } from "./neware";

/**
 * The export with a line for each cycle, below it one for each step, below that the records: three header rows, each indented by one more
 * separator. The first step of a file may be on the line of its cycle.
 */
export const newareHierarchical: TableFormat = {
  ...neware,
  id: "neware-hierarchical",
  name: "Neware BTS, cycles over steps over records",
  knownFrom: "a file of jepegit/cellpy; columns as TRI-AMDD/beep's reader has them",
  recognise: (table: HeadTable) =>
    outlineOf(table) === null ? null : "three indented header rows: cycle, step, record",
  outlineOf,
};

function outlineOf({ preamble, headings }: HeadTable): Outline | null {
  const [cycles = [], steps = []] = preamble.slice(-2).map(namesOf);
  const areIndented = indentOf(steps) === 1 && indentOf(headings) === 2;
  if (!areIndented || !isNamed("cycle", cycles[0] ?? "")) return null;
  const at = (field: "step" | "stepCount" | "mode") => {
    const index = steps.findIndex((name) => isNamed(field, name));
    return index < 0 ? null : index;
  };
  const step = { step: at("step"), stepCount: at("stepCount"), mode: at("mode") };
  return step.step === null && step.mode === null ? null : { cycle: { fieldCount: cycles.length, cycle: 0 }, step };
}

/** How many empty fields a header row begins with; −1 where it has no others. */
const indentOf = (names: readonly string[]) => names.findIndex((name) => name !== "");

function namesOf(line: string): string[] {
  const separator = ["\t", ";", ","].find((mark) => line.includes(mark)) ?? ",";
  const names = splitLine(line.replace(/^\ufeff/, ""), separator).map((name) => name.trim());
  while (names.at(-1) === "") names.pop();
  return names;
}

function isNamed(field: "cycle" | "step" | "stepCount" | "mode", heading: string): boolean {
  const names = NEWARE_WORDS[field] ?? [];
  return names.includes(plainName(heading)) || readHeading(heading).some(({ name }) => names.includes(name));
}
