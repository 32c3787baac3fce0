import {
  addCellWarnings,
  fillEmptySettings,
  fillNominalCapacity,
  insertMissingCellMetadata,
  insertMissingCells,
  insertMissingTests,
  MAX_WARNINGS,
} from "../../data/cells/cell-writes";
import { type ConfigTransaction, inLabConfig } from "../../data/in-lab-config";
import { listMetadataFields, type MetadataField } from "../../data/cells/metadata-field-reads";
import { insertMissingTextFields } from "../../data/cells/metadata-field-writes";
import { type KnownCell, listKnownCells } from "../../data/cells/registration-reads";
import { holdDeletions, listForwards } from "../../data/deletion/tombstone-reads";
import type { MetadataValue } from "../../domain/groups/groupings";
import { followCell, isMeant } from "../../domain/samples/forwards";
import { isTombstoned } from "../../domain/samples/tombstones";
import { requestRecompute } from "../../jobs/contracts/recompute-job";
import type { CellValues } from "../../jobs/contracts/store-batch-job";
import { env } from "../../env";
import type { LabScope } from "../../lab-scope";
import { logger } from "../../logger";
import { changeConfiguration } from "../change-lab";
import { fitMetadataValue } from "../../domain/cells/metadata-values";

export type CellRegistration = {
  cell: string;
  tests: readonly string[];
  values?: CellValues;
  /** The batch's number: a cell or test that was deleted after it is not made again. Left out, it is newer than any deletion. */
  seq?: number;
};

type Fields = ReadonlyMap<string, MetadataField>;

/**
 * Registers the cells and tests of a batch and takes over what it says of them: an unknown field becomes a text field, values fill only
 * what was never set, and one that does not fit its field leaves a warning on the cell. Idempotent, and safe under concurrency; where nothing
 * is new it only reads.
 */
export async function registerCells(scope: LabScope, cells: readonly CellRegistration[]): Promise<void> {
  const news = await inLabConfig(scope, async (tx) => {
    const withValues = cells.filter(({ values }) => values !== undefined).map(({ cell }) => cell);
    const known = await listKnownCells(scope, tx, { names: cells.map(({ cell }) => cell), withValues });
    const fields = withValues.length === 0 ? new Map() : await fieldsByName(scope, tx);
    return cells.filter((registration) => hasNews(registration, known.get(registration.cell), fields));
  });
  if (news.length === 0) return;
  const { recomputeCellIds } = await changeConfiguration(scope, async (tx, change) => {
    const written = await writeNews(scope, tx, news);
    if (!written.hasChanged) change.isNothing();
    change.isOfCells(written.cellIds);
    return written;
  });
  // Their settings version says that these cells are to be recomputed, so a lost request is only late.
  await requestRecompute(scope, { cellIds: recomputeCellIds }).catch((error) =>
    logger.warn({ error, labId: scope.labId }, "recomputation not requested; the next batch or upkeep does it"),
  );
}

function hasNews({ tests, values }: CellRegistration, known: KnownCell | undefined, fields: Fields): boolean {
  if (!known || tests.some((test) => !known.tests.has(test))) return true;
  if (!values) return false;
  if (fillsSettings(values, known)) return true;
  const undecided = givenValues(values).filter(({ field }) => !known.decidedFields.has(field));
  const messages = [...(values.warnings ?? [])];
  for (const { field, value } of undecided) {
    const fit = fitOf(fields, field, value);
    if (fit === null || "value" in fit) return true;
    messages.push(fit.problem);
  }
  return hasRoomFor(known, messages);
}

const fillsSettings = (given: CellValues, known: KnownCell) =>
  (given.nominalCapacityAh !== undefined && !known.nominalCapacityWasSet) ||
  (given.activeMassG !== undefined && known.activeMassG === null) ||
  (given.electrodeAreaCm2 !== undefined && known.electrodeAreaCm2 === null);

const hasRoomFor = ({ warnings }: KnownCell, messages: readonly string[]) =>
  warnings.size < MAX_WARNINGS && messages.some((message) => !warnings.has(message));

function givenValues(values: CellValues | undefined): { field: string; value: MetadataValue }[] {
  return Object.entries(values?.metadata ?? {}).flatMap(([field, value]) => (value === null ? [] : [{ field, value }]));
}

type Fit = { value: MetadataValue; metadataFieldId: number } | { problem: string };

/** The value as the lab's field stores it, what to tell the cell's readers instead, or null where the field is to be made. */
function fitOf(fields: Fields, field: string, value: MetadataValue): Fit | null {
  const known = fields.get(field);
  if (!known && fields.size < env().LAB_MAX_FIELDS) return null;
  const fit = known
    ? fitMetadataValue(known, value)
    : { problem: `the lab has ${env().LAB_MAX_FIELDS} fields already` };
  if ("problem" in fit) return { problem: `Metadata "${field}" was sent but not used: ${fit.problem}.` };
  return known ? { value: fit.value, metadataFieldId: known.metadataFieldId } : null;
}

async function fieldsByName(scope: LabScope, tx: ConfigTransaction): Promise<Fields> {
  return new Map((await listMetadataFields(scope, tx)).map((field) => [field.name, field]));
}

/** What is left of registrations after deletions and moves that came behind them. */
async function dropTombstoned(scope: LabScope, tx: ConfigTransaction, given: readonly CellRegistration[]) {
  const fromSeq = Math.min(...given.map(({ seq = Number.MAX_SAFE_INTEGER }) => seq));
  const tombstones = await holdDeletions(scope, tx, { cells: given.map(({ cell }) => cell), fromSeq });
  const forwards = await listForwards(scope, tx, { fromSeq });
  if (tombstones.length + forwards.length === 0) return given;
  return given.flatMap((registration) => {
    const { cell, seq = Number.POSITIVE_INFINITY } = registration;
    if (isTombstoned(tombstones, { cell, test: null, seq }) || followCell(cell, seq, forwards).cell !== cell) return [];
    const tests = registration.tests.filter(
      (test) =>
        !isTombstoned(tombstones, { cell, test, seq }) &&
        // Whoever stores the batch finds them under their new names.
        !forwards.some((forward) => isMeant(forward, { cell, test }, seq)),
    );
    // A cell that is only described comes without tests.
    return tests.length === 0 && registration.tests.length > 0 ? [] : [{ ...registration, tests }];
  });
}

async function writeNews(scope: LabScope, tx: ConfigTransaction, given: readonly CellRegistration[]) {
  const news = await dropTombstoned(scope, tx, given);
  const names = news.map(({ cell }) => cell);
  // Cells, tests, fields, values, then rows of cells by id: everybody takes these locks in this order.
  const newCells = await insertMissingCells(scope, tx, names);
  const known = await listKnownCells(scope, tx, { names, withValues: [] });
  const registered = news.flatMap((registration) => {
    const cell = known.get(registration.cell);
    return cell ? [{ ...registration, cellId: cell.cellId, hadTests: cell.tests.size > 0 }] : [];
  });
  registered.sort((left, right) => left.cellId - right.cellId);
  const tests = registered.flatMap(({ cellId, tests }) => tests.map((name) => ({ cellId, name })));
  const newTests = await insertMissingTests(scope, tx, tests);
  const { newValues, dropped } = await fillMetadata(scope, tx, registered);

  const recomputeCellIds: number[] = [];
  let [filled, newWarnings] = [0, 0];
  for (const { cell, cellId, hadTests, values } of registered) {
    const nominalCapacityAh = values?.nominalCapacityAh;
    if (nominalCapacityAh !== undefined && (await fillNominalCapacity(scope, tx, { cellId, nominalCapacityAh }))) {
      filled += 1;
      if (hadTests) recomputeCellIds.push(cellId);
    }
    if (await fillEmptySettings(scope, tx, { cellId, settings: emptySettings(values) })) filled += 1;
    const messages = [...(values?.warnings ?? []), ...(dropped.get(cellId) ?? [])];
    if (messages.length > 0 && (await addCellWarnings(scope, tx, { name: cell, messages }))) newWarnings += 1;
  }
  return {
    hasChanged: newCells + newTests + newValues + filled + newWarnings > 0,
    cellIds: registered.map(({ cellId }) => cellId),
    recomputeCellIds,
  };
}

const emptySettings = ({ activeMassG, electrodeAreaCm2 }: CellValues = {}) => ({ activeMassG, electrodeAreaCm2 });

/** @returns how many values were new, and by cell what could not be taken over and why */
async function fillMetadata(
  scope: LabScope,
  tx: ConfigTransaction,
  cells: readonly { cellId: number; values?: CellValues }[],
): Promise<{ newValues: number; dropped: Map<number, string[]> }> {
  const given = cells.flatMap(({ cellId, values }) => givenValues(values).map((value) => ({ cellId, ...value })));
  const dropped = new Map<number, string[]>();
  if (given.length === 0) return { newValues: 0, dropped };
  const fields = await fieldsForAll(scope, tx, given);
  const fitting = given.flatMap(({ cellId, field, value }) => {
    const fit = fitOf(fields, field, value);
    if (fit === null) return [];
    if ("value" in fit) return [{ cellId, metadataFieldId: fit.metadataFieldId, value: fit.value }];
    dropped.set(cellId, [...(dropped.get(cellId) ?? []), fit.problem]);
    return [];
  });
  return { newValues: await insertMissingCellMetadata(scope, tx, fitting), dropped };
}

/** The lab's fields, after those that it lacks became text fields, as far as there is room. */
async function fieldsForAll(
  scope: LabScope,
  tx: ConfigTransaction,
  given: readonly { field: string }[],
): Promise<Fields> {
  const known = await fieldsByName(scope, tx);
  const missing = new Set(given.map(({ field }) => field).filter((name) => !known.has(name)));
  const added = [...missing].slice(0, Math.max(0, env().LAB_MAX_FIELDS - known.size));
  if (added.length === 0) return known;
  await insertMissingTextFields(scope, tx, added);
  return fieldsByName(scope, tx);
}

/** Leaves warnings on cells. What was stored stays stored should it fail. */
export async function warnOfCells(
  scope: LabScope,
  { names, messages }: { names: Iterable<string>; messages: readonly string[] },
): Promise<void> {
  const inOrder = [...names].sort();
  if (inOrder.length === 0 || messages.length === 0) return;
  try {
    await changeConfiguration(scope, async (tx, change) => {
      let isNew = false;
      for (const name of inOrder) {
        if (await addCellWarnings(scope, tx, { name, messages })) isNew = true;
      }
      if (!isNew) change.isNothing();
    });
  } catch (error) {
    logger.warn({ error, labId: scope.labId }, "warnings were not left on their cells");
  }
}
