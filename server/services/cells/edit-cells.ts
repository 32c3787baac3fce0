import { z } from "zod";
import { requirePermission } from "../../auth/roles";
import { insertAudit } from "../../data/audit/audit-writes";
import { type Cell, listCellsByName } from "../../data/cells/cell-reads";
import {
  type CellSettingsRow,
  insertMissingCells,
  lockCells,
  updateSettingsOfCells,
  upsertMetadataOfCells,
} from "../../data/cells/cell-writes";
import type { ConfigTransaction } from "../../data/in-lab-config";
import { listMetadataFields } from "../../data/cells/metadata-field-reads";
import { AppError, type InputProblem } from "../../errors";
import { requestRecompute } from "../../jobs/contracts/recompute-job";
import type { LabScope } from "../../lab-scope";
import { logger } from "../../logger";
import { changeConfiguration } from "../change-lab";
import { type CellEdit, editedCells, type EditedCell } from "./apply-cell-edits";
import { requireRoomForCells } from "./room-for-cells";
import { cellChanges } from "./cell-settings";
import { cellName } from "../../domain/cells/input-names";

/** A lab's whole sheet fits; what is larger is pasted in two goes. */
const MAX_CELLS = 5000;

export const cellEdits = z.strictObject({
  edits: z
    .array(z.strictObject({ cell: cellName, ...cellChanges.omit({ tests: true }).shape }))
    .min(1)
    .max(MAX_CELLS),
  /** Whether a name that the lab does not know makes a cell, or a problem. */
  createMissing: z.boolean().default(false),
});

/**
 * Changes settings and metadata of many cells as one: all of it is stored, or, where anything does not fit, nothing, and every problem is
 * named by edit and field. Absent: unchanged. Null: cleared. One entry in the audit says what was before and after.
 */
export async function editCells(
  scope: LabScope,
  input: z.input<typeof cellEdits>,
): Promise<{ changed: number; created: string[] }> {
  requirePermission(scope, "editCells");
  const { edits, createMissing } = cellEdits.parse(input);
  refuseDoubles(edits);
  const { changed, created } = await changeConfiguration(scope, async (tx, change) => {
    const done = await applyEdits(scope, tx, edits, createMissing);
    if (done.changed.length + done.created.length === 0) change.isNothing();
    change.isOfCells(done.changed.map(({ row }) => row.cellId));
    return done;
  });
  const cellIds = changed.filter(({ row }) => row.raisesVersion).map(({ row }) => row.cellId);
  // Their settings version says that these cells are to be recomputed, so a lost request is only late.
  await requestRecompute(scope, { cellIds }).catch((error) =>
    logger.warn({ error, labId: scope.labId }, "recomputation not requested; the next batch or upkeep does it"),
  );
  return { changed: changed.length, created };
}

async function applyEdits(scope: LabScope, tx: ConfigTransaction, edits: readonly CellEdit[], createMissing: boolean) {
  const names = edits.map(({ cell }) => cell);
  const known = new Set((await listCellsByName(scope, tx, { names })).map(({ name }) => name));
  const created = names.filter((name) => !known.has(name));
  if (createMissing && (await insertMissingCells(scope, tx, created)) > 0) await requireRoomForCells(scope, tx);
  await lockCells(scope, tx, { names });
  const before = new Map((await listCellsByName(scope, tx, { names })).map((cell) => [cell.name, cell]));
  const { cells, problems } = editedCells(edits, before, await listMetadataFields(scope, tx));
  if (problems.length > 0) throw new AppError("invalid_input", summaryOf(problems), { problems });
  const changed = cells.filter(({ hasChanged }) => hasChanged);
  await updateSettingsOfCells(scope, tx, rowsOf(changed));
  await upsertMetadataOfCells(
    scope,
    tx,
    changed.flatMap(({ row, values }) => values.map((value) => ({ cellId: row.cellId, ...value }))),
  );
  const isNew = new Set(createMissing ? created : []);
  if (changed.length + isNew.size > 0) await insertAudit(scope, tx, toAudit(changed, isNew));
  return { changed, created: [...isNew] };
}

const rowsOf = (changed: readonly EditedCell[]): CellSettingsRow[] =>
  changed.flatMap(({ row, hasNewSettings }) => (hasNewSettings ? [row] : []));

function toAudit(changed: readonly EditedCell[], isNew: ReadonlySet<string>) {
  const names = new Set([...changed.map(({ name }) => name), ...isNew]);
  const [first = ""] = names;
  return {
    action: "cells.edit",
    subject: names.size === 1 ? first : `${names.size} cells`,
    before: Object.fromEntries(
      changed.filter(({ name }) => !isNew.has(name)).map(({ name, before }) => [name, before]),
    ),
    after: {
      ...Object.fromEntries([...isNew].map((name) => [name, {}])),
      ...Object.fromEntries(changed.map(({ name, after }) => [name, after])),
    },
  };
}

function refuseDoubles(edits: readonly CellEdit[]): void {
  const seen = new Map<Cell["name"], number>();
  const problems: InputProblem[] = [];
  edits.forEach(({ cell }, index) => {
    const first = seen.get(cell);
    if (first === undefined) seen.set(cell, index);
    else problems.push({ pointer: `/edits/${index}`, message: `"${cell}" is in row ${first + 1} already` });
  });
  if (problems.length > 0) throw new AppError("invalid_input", summaryOf(problems), { problems });
}

const summaryOf = (problems: readonly InputProblem[]) =>
  problems.length === 1
    ? `Nothing was saved: ${problems[0]?.message}.`
    : `Nothing was saved: ${problems.length} values do not fit.`;
