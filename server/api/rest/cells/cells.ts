import { type Cell, getCell, listCells } from "../../../data/cells/cell-reads";
import { type ConfigTransaction, inLabConfig } from "../../../data/in-lab-config";
import { cellLife } from "../../../domain/cycles/cell-life";
import { AppError } from "../../../errors";
import { type LabScope, opens } from "../../../lab-scope";
import { z } from "zod";
import { cellChanges } from "../../../services/cells/cell-settings";
import { text } from "../../../domain/cells/input-text";
import { toName } from "../../../domain/cells/input-names";
import { toIsoTime } from "../../../domain/samples/input-times";
import { putCell } from "../../../services/cells/put-cell";
import { removeCell } from "../../../services/cells/remove-cell";
import { Answer } from "../../http/answer";
import { listTable } from "../../tables/list-table";
import type { TableColumn } from "../../tables/table";
import { defineOperation } from "../operation";
import { cellWarnings, stepsOfTests } from "./cell-warnings";
import { shownCycles } from "./shown-cycles";
import { nothing, cellParams, time, nullableNumber, warnings } from "../shared-schemas";

const settings = cellChanges.shape;

export const cellAnswer = z
  .object({
    name: z.string(),
    metadata: z.record(z.string(), z.union([z.string(), z.number()])),
    nominalCapacityAh: nullableNumber.meta({ description: "Ah" }),
    activeMassG: nullableNumber.meta({ description: "g" }),
    electrodeAreaCm2: nullableNumber.meta({ description: "cm²" }),
    polarity: settings.polarity.unwrap().unwrap(),
    cycleStartsWith: settings.cycleStartsWith.unwrap().unwrap(),
    formationCycles: z.int().nullable(),
    referenceCycle: z.int().nullable(),
    maxGapSeconds: nullableNumber.meta({ description: "s" }),
    tests: z.record(z.string(), z.object({ cycleOffset: z.int(), endedAt: time.nullable() })),
    warnings,
    createdAt: time,
  })
  .meta({ id: "Cell" });

const cyclesTo = nullableNumber.meta({ description: "Shown number of a cycle; null where it is not reached" });
/** The cycles at which retention fell under usual thresholds. */
export const cyclesToAnswer = z.object({ "0.95": cyclesTo, "0.90": cyclesTo, "0.80": cyclesTo, "0.70": cyclesTo });
const cellDetailAnswer = cellAnswer
  .extend({
    endOfLifeCycle: nullableNumber.meta({
      description: "First of three statistics cycles running whose retention lies under the lab's threshold",
    }),
    cyclesTo: cyclesToAnswer.meta({ description: "The same for other retentions" }),
    firstCycleEfficiency: nullableNumber.meta({
      description: "Coulombic efficiency of the first complete, non-partial cycle",
    }),
    warnings: warnings.meta({ description: "Of the cell, and of what its samples tell: odd rows, clocks that drift" }),
    irreversibleLossAh: nullableNumber.meta({
      description: "Ah that the first complete, non-partial cycle did not return",
    }),
  })
  .meta({ id: "CellDetail" });

const cellsAnswer = z.object({
  cells: z.array(cellAnswer),
  nextCursor: z.string().nullable().meta({ description: "For the next page; null on the last one" }),
});

const deletedCellAnswer = z.object({
  cell: z.string(),
  tests: z.int().meta({ description: "Number of its tests, which went with it" }),
});

export const listCellsOperation = defineOperation({
  method: "GET",
  path: "/api/v1/cells",
  summary: "The cells of the lab by name",
  keyScopes: ["read"],
  params: nothing,
  query: z.strictObject({
    limit: z.coerce.number().pipe(z.int().min(1).max(1000)).default(100),
    cursor: text(1000).optional().meta({ description: "`nextCursor` of the page before" }),
    search: text(128).optional().meta({ description: "Part of the name, in any case" }),
  }),
  body: null,
  answer: { status: 200, description: "A page of cells", schema: cellsAnswer },
  table: ({ cells, nextCursor }) => {
    const { columns, about } = listTable(cellAnswer.omit({ metadata: true }), cells, { nextCursor });
    return { columns: [...columns, ...metadataColumns(cells)], about };
  },
  refusals: [],
});

export const getCellOperation = defineOperation({
  method: "GET",
  path: "/api/v1/cells/{name}",
  summary: "One cell",
  keyScopes: ["read"],
  params: cellParams,
  query: nothing,
  body: null,
  answer: { status: 200, description: "The cell, with what its cycles say of its life", schema: cellDetailAnswer },
  refusals: ["not_found"],
});

export const putCellOperation = defineOperation({
  method: "PUT",
  path: "/api/v1/cells/{name}",
  summary: "Create a cell or merge settings into it",
  description: "Absent: unchanged. Null: cleared. 201 when the cell is new.",
  keyScopes: ["manage"],
  params: cellParams,
  query: nothing,
  body: { schema: cellChanges, readBy: "wrapper" },
  answer: { status: 200, description: "The cell as it is now", schema: cellAnswer },
  refusals: ["malformed", "conflict", "too_large"],
});

export const deleteCellOperation = defineOperation({
  method: "DELETE",
  path: "/api/v1/cells/{name}",
  summary: "Delete a cell with its tests and everything measured",
  description:
    "Batches accepted before end as `failed` with the error `cell_deleted`; a sample sent later makes the cell anew.",
  keyScopes: ["manage"],
  params: cellParams,
  query: nothing,
  body: null,
  answer: { status: 200, description: "What was deleted", schema: deletedCellAnswer },
  refusals: ["not_found"],
});

/** A column for each field that any of the cells has a value of. */
function metadataColumns(cells: readonly Pick<z.output<typeof cellAnswer>, "metadata">[]): TableColumn[] {
  const names = new Set(cells.flatMap(({ metadata }) => Object.keys(metadata)));
  return [...names].map((name) => {
    const values = cells.map(({ metadata }) => (Object.hasOwn(metadata, name) ? (metadata[name] ?? null) : null));
    const isNumeric = values.every((value) => value === null || typeof value === "number");
    return isNumeric
      ? { name: `metadata.${name}`, type: "number", values }
      : { name: `metadata.${name}`, type: "text", values: values.map((value) => value && String(value)) };
  });
}

/** A cell as the REST API shows it. */
export function cellView({ cellId: _cellId, createdAt, tests, metadata, ...settings }: Cell) {
  return {
    ...settings,
    metadata: { ...metadata },
    tests: Object.fromEntries(
      tests.map(({ name, cycleOffset, endedAtUs }) => [
        name,
        { cycleOffset, endedAt: endedAtUs === null ? null : toIsoTime(endedAtUs) },
      ]),
    ),
    createdAt: createdAt.toISOString(),
  };
}

/** A page of cells. The cursor is the last name of the page before, so that cells made meanwhile shift nothing. */
export async function listCellViews(
  scope: LabScope,
  { query }: { query: { limit: number; cursor?: string | undefined; search?: string | undefined } },
) {
  const { limit, cursor, search } = query;
  const afterName = cursor === undefined ? null : Buffer.from(cursor, "base64url").toString("utf8");
  if (afterName !== null && (afterName === "" || toName(afterName) !== afterName)) {
    const problems = [{ pointer: "/cursor", message: "expected `nextCursor` of an earlier answer" }];
    throw new AppError("invalid_input", "The cursor is not one of ours.", { problems });
  }
  const args = { limit: limit + 1, afterName, search: search ?? null };
  const cells = await inLabConfig(scope, (tx) => listCells(scope, tx, args));
  const last = cells.length > limit ? cells[limit - 1] : undefined;
  return {
    cells: cells.slice(0, limit).map(cellView),
    nextCursor: last ? Buffer.from(last.name).toString("base64url") : null,
  };
}

/** @throws AppError `not_found` also for what no cell can be called */
export function cellOfPath(scope: LabScope, params: { name: string }): Promise<Cell> {
  return inLabConfig(scope, (tx) => getCellOfPath(scope, tx, params));
}

/** @throws AppError `not_found` for whoever has a link to another cell */
export function requireOpened(scope: LabScope, { cellId }: { cellId: number }): void {
  if (!opens(scope, { kind: "cell", cellId })) throw new AppError("not_found", "This link shows another cell.");
}

/** The same within a transaction that reads more. */
export async function getCellOfPath(scope: LabScope, tx: ConfigTransaction, params: { name: string }): Promise<Cell> {
  const name = toName(params.name);
  if (name === null || name === "") throw new AppError("not_found", "There is no such cell in this lab.");
  const cell = await getCell(scope, tx, { name });
  requireOpened(scope, cell);
  // What was odd when it was registered names what the lab's fields allow, which a link does not show.
  return scope.narrowedTo === null ? cell : { ...cell, warnings: [] };
}

export async function getCellView(scope: LabScope, { params }: { params: { name: string } }) {
  const cell = await cellOfPath(scope, params);
  const { ofRuns } = await stepsOfTests(scope, cell);
  const { cycles, ambiguousCycles, ...known } = await shownCycles(scope, cell);
  return {
    ...cellView(cell),
    ...cellLife(cycles, { ...known, polarity: cell.polarity }),
    warnings: cellWarnings(cell, { ofRuns, ambiguousCycles }),
  };
}

export async function putCellView(
  scope: LabScope,
  { params, body }: { params: { name: string }; body: z.input<typeof cellChanges> },
): Promise<Answer> {
  const { cell, isNew } = await putCell(scope, { name: params.name, changes: body });
  const headers = { "Cache-Control": "no-store", Location: `/api/v1/cells/${encodeURIComponent(cell.name)}` };
  return Answer.json(cellView(cell), { status: isNew ? 201 : 200, headers });
}

export async function deleteCellOfPath(scope: LabScope, { params }: { params: { name: string } }) {
  const { name } = await cellOfPath(scope, params);
  return removeCell(scope, { cell: name });
}
