import { inLab } from "../../data/in-lab";
import { findBatch } from "../../data/series/batch-reads";
import { findImportReport, getImport, listImportTests } from "../../data/imports/import-reads";
import { finishImport, finishPart, type NextPart, readPart, takeNextPart } from "../../data/imports/import-part-writes";
import { endImportedTests, offsetNewTests } from "../../data/imports/import-test-writes";
import { failImport } from "../../data/imports/import-writes";
import { toCellWarnings } from "../../domain/cells/import-report";
import { AppError } from "../../errors";
import { requestRecompute } from "../../jobs/contracts/recompute-job";
import type { PackedBatch } from "../../jobs/contracts/store-batch-job";
import type { LabScope } from "../../lab-scope";
import { logger } from "../../logger";
import { storeBatch } from "../batches/store-batch";
import { warnOfCells } from "../cells/register-cells";
import { changeSeries } from "../change-lab";

type Import = { importId: string };
type Ahead = Awaited<ReturnType<typeof readPart>>;

/**
 * Stores some parts of an import that was accepted, in order, each as a batch of its own in a transaction of its own. It may be ended at any
 * point and begun again, also by two at once: the ledger lets every part count once.
 * @returns whether nothing is left to do
 */
export async function storeImport(scope: LabScope, { importId, parts }: Import & { parts: number }): Promise<boolean> {
  let ahead: Ahead = null;
  for (let count = 0; count < parts; count++) {
    const part: NextPart | null = await inLab(scope, (tx) => takeNextPart(scope, tx, { importId, ahead }));
    if (part === null) {
      await finish(scope, { importId });
      return true;
    }
    // While the database stores this one. Should it fail, it is read in its turn.
    const following = { importId, ordinal: part.ordinal + 1 };
    const reading: Promise<Ahead> = inLab(scope, (tx) => readPart(scope, tx, following)).catch(() => null);
    await storePart(scope, importId, part);
    ahead = await reading;
  }
  return false;
}

async function storePart(scope: LabScope, importId: string, part: NextPart): Promise<void> {
  const batch = toBatch(part);
  await storeBatch(scope, batch);
  await changeSeries(scope, async (tx, change) => {
    change.isOfCells([]); // it is the import that went on
    const entry = await findBatch(scope, tx, batch);
    if (!entry) throw new AppError("internal", "A part of an import was stored and the ledger does not know it.");
    const { inserted, replaced, unchanged } = entry;
    const isTombstoned = entry.status === "failed";
    const { ordinal, cell, test } = part;
    await finishPart(scope, tx, { importId, ordinal, cell, test, inserted, replaced, unchanged, isTombstoned });
  });
}

/** A part as the batch that it was from the beginning: under its own id, with the import's number. */
function toBatch({ cell, test, header, packed, metadata, settings, isFirst, ...part }: NextPart): PackedBatch {
  const { batchId, seq, receivedAt } = part;
  const values = { ...(Object.keys(metadata).length > 0 ? { metadata } : {}), ...settings };
  const hasValues = isFirst && Object.keys(values).length > 0;
  return {
    batchId,
    seq,
    receivedAt,
    samples: header.length,
    series: [{ cell, test, ...header, byteLength: packed.byteLength }],
    packed,
    cells: hasValues ? { [cell]: values } : {},
  };
}

/** What comes after the last part. What is said of cells comes first: killed behind it, it is only said again. */
async function finish(scope: LabScope, { importId }: Import): Promise<void> {
  const { status, options } = await inLab(scope, (tx) => getImport(scope, tx, { importId }));
  if (status !== "queued") return;
  await warnOfImport(scope, { importId });
  const cellIds = await changeSeries(scope, async (tx, change) => {
    await offsetNewTests(scope, tx, { importId });
    const ended = options.isEnded === true ? await endImportedTests(scope, tx, { importId }) : [];
    if (await finishImport(scope, tx, { importId })) change.isOfConfiguration();
    return ended;
  });
  // Their settings version says that these cells are to be recomputed, so a lost request is only late.
  await requestRecompute(scope, { cellIds }).catch((error) =>
    logger.warn({ error, labId: scope.labId }, "recomputation not requested; the next batch or upkeep does it"),
  );
}

/** Leaves the warnings of a file on its cells, too. What was stored stays stored should it fail. */
async function warnOfImport(scope: LabScope, { importId }: Import): Promise<void> {
  const [found, report, tests] = await inLab(scope, async (tx) => [
    await getImport(scope, tx, { importId }),
    await findImportReport(scope, tx, { importId }),
    await listImportTests(scope, tx, { importIds: [importId] }),
  ]);
  const messages = report ? toCellWarnings(report, found.fileName) : [];
  const names = new Set(tests.flatMap(({ cell, testId }) => (testId === null ? [] : [cell])));
  await warnOfCells(scope, { names, messages });
}

/** Ends an import of which a part can never be stored. What was stored before is there, and can be undone. */
export async function setImportAside(scope: LabScope, { importId, error }: Import & { error: string }): Promise<void> {
  await changeSeries(scope, async (tx, change) => {
    change.isOfCells([]);
    if (!(await failImport(scope, tx, { importId, from: "queued", error }))) change.isNothing();
  });
}
