import { z } from "zod";
import { insertAudit } from "../../data/audit/audit-writes";
import { type Cell, getCell } from "../../data/cells/cell-reads";
import {
  type CellSettings,
  insertMissingCells,
  insertMissingTests,
  lockCell,
  updateCellSettings,
  updateTest,
  upsertCellMetadata,
} from "../../data/cells/cell-writes";
import type { ConfigTransaction } from "../../data/in-lab-config";
import { listMetadataFields } from "../../data/cells/metadata-field-reads";
import type { MetadataValue } from "../../domain/groups/groupings";
import { AppError, type InputProblem } from "../../errors";
import { requestRecompute } from "../../jobs/contracts/recompute-job";
import type { LabScope } from "../../lab-scope";
import { logger } from "../../logger";
import { requirePermission } from "../../auth/roles";
import { changeConfiguration } from "../change-lab";
import { type CellChanges, cellChanges } from "./cell-settings";
import { cellName } from "../../domain/cells/input-names";
import { requireRoomForCells } from "./room-for-cells";
import { fitMetadataValue } from "../../domain/cells/metadata-values";

/** What the numbers of a cell's cycles depend on; everything else only changes how they are grouped and shown. */
const countedSettings = ({ nominalCapacityAh, cycleStartsWith, maxGapSeconds, tests }: Cell) => ({
  nominalCapacityAh,
  cycleStartsWith,
  maxGapSeconds,
  endedAt: tests.filter(({ endedAtUs }) => endedAtUs !== null).map(({ name, endedAtUs }) => ({ name, endedAtUs })),
});

const isSame = (left: unknown, right: unknown) => JSON.stringify(left) === JSON.stringify(right);

/** Creates a cell or merges settings into it: what is absent stays, what is null is cleared. Saying it twice changes nothing more. */
export async function putCell(
  scope: LabScope,
  input: { name: string; changes: z.input<typeof cellChanges> },
): Promise<{ cell: Cell; isNew: boolean }> {
  requirePermission(scope, "editCells");
  const name = z.object({ name: cellName }).parse(input).name;
  const changes = cellChanges.parse(input.changes);
  const done = await changeConfiguration(scope, async (tx, change) => {
    const isNew = (await insertMissingCells(scope, tx, [name])) > 0;
    const { cellId } = await lockCell(scope, tx, { name });
    const before = await getCell(scope, tx, { name });
    await writeMetadata(scope, tx, cellId, changes.metadata ?? {});
    await writeTests(scope, tx, cellId, changes.tests ?? {});
    await updateCellSettings(scope, tx, { cellId, settings: toSettings(changes), raisesVersion: false });
    const after = await getCell(scope, tx, { name });
    if (isNew || after.tests.length > before.tests.length) await requireRoomForCells(scope, tx);
    const isRecountDue = !isNew && !isSame(countedSettings(before), countedSettings(after));
    if (isRecountDue) await updateCellSettings(scope, tx, { cellId, settings: {}, raisesVersion: true });
    const hasChanged = isNew || !isSame(before, after);
    if (hasChanged) await insertAudit(scope, tx, toAudit(isNew ? null : before, after));
    else change.isNothing();
    change.isOfCells([cellId]);
    return { cell: after, isNew, isRecountDue };
  });
  if (done.isRecountDue) {
    // Its settings version says that the cell is to be recomputed, so a lost request is only late.
    await requestRecompute(scope, { cellIds: [done.cell.cellId] }).catch((error) =>
      logger.warn({ error, labId: scope.labId }, "recomputation not requested; the next batch or upkeep does it"),
    );
  }
  return { cell: done.cell, isNew: done.isNew };
}

const toAudit = (before: Cell | null, after: Cell) => ({
  action: before ? "cell.update" : "cell.create",
  subject: after.name,
  before: before && toJson(before),
  after: toJson(after),
});

/** Only what a person sets. */
function toJson({ cellId: _id, createdAt: _at, warnings: _warnings, ...settings }: Cell) {
  return { ...settings, metadata: { ...settings.metadata } };
}

async function writeMetadata(
  scope: LabScope,
  tx: ConfigTransaction,
  cellId: number,
  metadata: NonNullable<CellChanges["metadata"]>,
): Promise<void> {
  const entries = Object.entries(metadata);
  if (entries.length === 0) return;
  const fields = new Map((await listMetadataFields(scope, tx)).map((field) => [field.name, field]));
  const problems: InputProblem[] = [];
  const values: { metadataFieldId: number; value: MetadataValue | null }[] = [];
  for (const [name, value] of entries) {
    const field = fields.get(name);
    const pointer = `/metadata/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    const fit = field && value !== null ? fitMetadataValue(field, value) : { value: null };
    if (!field) problems.push({ pointer, message: `this lab has no metadata field "${name}"; create it first` });
    else if ("problem" in fit) problems.push({ pointer, message: fit.problem });
    else values.push({ metadataFieldId: field.metadataFieldId, value: fit.value });
  }
  if (problems.length > 0)
    throw new AppError("invalid_input", "The metadata does not fit the lab's fields.", { problems });
  await upsertCellMetadata(scope, tx, { cellId, values });
}

async function writeTests(
  scope: LabScope,
  tx: ConfigTransaction,
  cellId: number,
  tests: NonNullable<CellChanges["tests"]>,
): Promise<void> {
  const names = Object.keys(tests);
  await insertMissingTests(
    scope,
    tx,
    names.map((name) => ({ cellId, name })),
  );
  for (const [name, { cycleOffset, endedAt }] of Object.entries(tests)) {
    await updateTest(scope, tx, {
      cellId,
      name,
      ...(cycleOffset === undefined ? {} : { cycleOffset: cycleOffset ?? 0 }),
      ...(endedAt === undefined ? {} : { endedAtUs: endedAt }),
    });
  }
}

function toSettings({
  metadata: _metadata,
  tests: _tests,
  polarity,
  cycleStartsWith,
  ...settings
}: CellChanges): CellSettings {
  return {
    ...settings,
    ...(polarity === undefined ? {} : { polarity: polarity ?? "full_cell" }),
    ...(cycleStartsWith === undefined ? {} : { cycleStartsWith: cycleStartsWith ?? "charge" }),
  };
}
