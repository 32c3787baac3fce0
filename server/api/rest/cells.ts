import { type Cell, getCell, listCells } from "../../data/cells/cell-reads";
import { inLabConfig } from "../../data/in-lab-config";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import type { z } from "zod";
import type { cellChanges } from "../../services/cells/cell-settings";
import { toCellName } from "../../domain/cells/input-names";
import { toIsoTime } from "../../domain/samples/input-times";
import { putCell } from "../../services/cells/put-cell";
import { removeCell } from "../../services/cells/remove-cell";
import { Answer } from "../http/answer";

/** A cell as the REST API shows it. */
function cellView({ cellId: _cellId, createdAt, tests, metadata, ...settings }: Cell) {
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
  if (afterName !== null && (afterName === "" || toCellName(afterName) !== afterName)) {
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
export async function cellOfPath(scope: LabScope, params: { name: string }): Promise<Cell> {
  const name = toCellName(params.name);
  if (name === null) throw new AppError("not_found", "There is no such cell in this lab.");
  return inLabConfig(scope, (tx) => getCell(scope, tx, { name }));
}

export async function getCellView(scope: LabScope, { params }: { params: { name: string } }) {
  return cellView(await cellOfPath(scope, params));
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
