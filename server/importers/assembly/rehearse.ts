import { type ImportOptions, UnreadableFileError } from "../cycler-file";
import type { FoundTable } from "../table/find-table";
import { withOtherUnits } from "../table/make-plan";
import type { PlannedColumn, TablePlan } from "../table/table-plan";
import { dimensionOf } from "../table/vocabulary";
import { TableRowReader } from "../table/table-row-reader";
import { ProblemList } from "../text/problem-list";
import { FileImport, type Imported } from "./file-import";
import type { Settlement } from "./settle-units";

/** So many lines show the units of a file. */
const LINES = 4000;
/** One for time, one for the current, and one that finds nothing more. */
const MOST_TIMES = 3;
const SOME_START_US = Date.UTC(2020, 0, 1) * 1000;

/**
 * Reads the first rows with a plan, keeps nothing of them, and corrects the units of the plan by what the witnesses in them say, before the file is
 * read in earnest.
 * @param lines the first lines of the file
 * @throws UnreadableFileError with a question, where only a person knows
 */
export function rehearse(found: FoundTable, plan: TablePlan, lines: readonly string[], options: ImportOptions) {
  const bytes = new TextEncoder().encode(`${lines.slice(0, plan.firstDataLine + LINES).join("\n")}\n`);
  let settled = plan;
  for (let times = 0; times < MOST_TIMES; times++) {
    const imported = readOnce(found, settled, bytes, options);
    if (imported === null || imported.settlement.kind === "as read") break;
    if (imported.settlement.kind === "ask") throwQuestion(imported.settlement);
    else settled = withUnits(settled, imported.settlement);
  }
  return settled;
}

/** Null where the rows cannot be read: reading them in earnest says why. */
function readOnce(found: FoundTable, wanted: TablePlan, bytes: Uint8Array, options: ImportOptions): Imported | null {
  const problems = new ProblemList();
  const plan = { ...wanted, columns: wanted.columns.map(withoutLimit) };
  const startedAtUs =
    options.startedAtUs ?? (plan.columns.some(({ field }) => field === "clock") ? null : SOME_START_US);
  try {
    // A wrong unit leads into the future: what is to be asked then is the unit.
    const latestUs = Number.POSITIVE_INFINITY;
    const file = new FileImport(found, plan, { ...options, startedAtUs, latestUs }, problems);
    const reader = new TableRowReader(plan, problems, (block) => file.addRows(block, reader.cells));
    reader.push(bytes);
    reader.finish(true);
    file.end();
    return problems.hasAny ? null : file.finish();
  } catch (cause) {
    if (cause instanceof UnreadableFileError) return null;
    throw cause;
  }
}

/** A current in µA is not to be refused as too large before its unit is known. */
const withoutLimit = (column: PlannedColumn): PlannedColumn =>
  dimensionOf(column.field) === "current" && !column.namesUnit
    ? { ...column, limit: Number.POSITIVE_INFINITY }
    : column;

function throwQuestion({ row = null, column, message, question }: Extract<Settlement, { kind: "ask" }>): never {
  const problems = new ProblemList();
  problems.ask(row, column, message, question);
  problems.throwIfAny();
  throw new Error("a list of problems with a question is not empty");
}

function withUnits(
  plan: TablePlan,
  { fields, unit, evenNamed = false }: Extract<Settlement, { kind: "take" }>,
): TablePlan {
  const columns = withOtherUnits(plan.columns, ({ field, namesUnit }) =>
    (namesUnit && !evenNamed) || !fields.includes(field) ? undefined : unit,
  );
  return { ...plan, columns };
}
