import { findCell } from "../../data/cells/cell-reads";
import { inLab, type LabTransaction } from "../../data/in-lab";
import { inLabConfig } from "../../data/in-lab-config";
import {
  countImportsUnderWay,
  countSamplesOfSeq,
  findImportByKey,
  findImportReport,
  findLatestImport,
  getImport,
  listImportTests,
} from "../../data/imports/import-reads";
import {
  acceptImport,
  deleteReceivingImport,
  failImport,
  insertImport,
  lockImports,
  touchImport,
} from "../../data/imports/import-writes";
import { type ImportReport, toImportReport } from "../../domain/cells/import-report";
import { readOtherwise } from "../../domain/cells/read-otherwise";
import { AppError, type InputProblem } from "../../errors";
import { type ImportSummary, UnreadableFileError } from "../../importers/cycler-file";
import { drawSeq } from "../../jobs/accept-batch";
import { newBatchIds } from "../../jobs/batch-ids";
import { requestImport } from "../../jobs/contracts/import-job";
import type { LabScope } from "../../lab-scope";
import { requireRoomForTests } from "../cells/room-for-cells";
import { changeSeries } from "../change-lab";
import { logger } from "../../logger";
import { type ImportQuery, type KeptOptions, toKeptOptions } from "./read-import-options";
import { ImportSpool } from "./import-spool";
import { readInThread } from "./reading/read-in-thread";
import type { ReadPart } from "./reading/reading-messages";

/** A file while it arrives. */
export type ArrivingFile = {
  /** What it holds, unpacked. Whoever reads it takes the pieces for good. */
  content: AsyncIterable<Uint8Array>;
  /** Reads what is left of it. @throws AppError `malformed` when it arrived otherwise than its headers say */
  finish: () => Promise<{ byteSize: number; sha256: Buffer }>;
  /** Whether its sender went away before its end. */
  hasBrokenOff: () => boolean;
  /** Nothing more of it is wanted. */
  abandon: () => void;
};

export type ReceivedImport = { importId: string; format: string; samples: number; duplicate: boolean };

/** Of a lab: files that arrive at once, and files that wait for a worker. */
const MAX_RECEIVING = 4;
const MAX_QUEUED = 100;
/** How often an import that is being received says so, and after what silence it is not counted any more. */
const TOUCH_EVERY_MS = 30_000;
const ALIVE_S = 90;
const RETRY_AFTER_S = 15;
/** A file's clock may be of any zone. */
const AHEAD_MS = 86_400_000;

/**
 * Takes a cycler's file: reads it while it arrives, keeps its samples in the spool, and resolves when all of it is on disk and will count. Of a
 * file that is refused nothing is left.
 * @throws AppError `invalid_input` naming rows and columns when it cannot be read; `too_many` when the lab brings too many at once
 */
export async function receiveImport(
  scope: LabScope,
  query: ImportQuery,
  { file, idempotencyKey }: { file: ArrivingFile; idempotencyKey: string | null },
): Promise<ReceivedImport> {
  const options = await toKeptOptions(scope, query);
  const [importId = ""] = newBatchIds(Date.now(), 1);
  const target = { importId, cell: query.cell ?? null, test: options.test };
  await changeSeries(scope, async (tx, change) => {
    change.isOfCells([]);
    await lockImports(scope, tx);
    await refuseTooMany(scope, tx);
    await insertImport(scope, tx, { ...target, fileName: query.fileName ?? null, options, idempotencyKey });
  });
  const touch = () => inLab(scope, (tx) => touchImport(scope, tx, { importId })).catch(() => {}); // the next one may do it
  const timer = setInterval(touch, TOUCH_EVERY_MS);
  try {
    const spool = new ImportSpool(scope, target);
    const onPart = (part: ReadPart) => spool.add(part);
    const ofNow = { latestUs: (Date.now() + AHEAD_MS) * 1000, ...(await nominalOf(scope, query)) };
    const content = file.content;
    const summary = await readInThread({ labId: scope.labId, content, options: { ...options, ...ofNow }, onPart });
    const received = await file.finish();
    if (spool.isEmpty) throw new UnreadableFileError("The file holds no samples.");
    return await accept(scope, { ...target, options, idempotencyKey, summary, content: received, spool });
  } catch (cause) {
    file.abandon();
    await leaveNothing(scope, importId, file.hasBrokenOff());
    throw cause instanceof UnreadableFileError ? toRefusal(cause) : cause;
  } finally {
    clearInterval(timer);
  }
}

/** What the file's cell holds, where that is known: what was set before wins. Another day it may be another, and the file the same import. */
async function nominalOf(scope: LabScope, { cell: name, nominalCapacityAh: said }: ImportQuery) {
  const cell = name === undefined ? null : await inLabConfig(scope, (tx) => findCell(scope, tx, { name }));
  const nominalCapacityAh = cell?.nominalCapacityAh ?? said;
  return nominalCapacityAh === undefined ? {} : { nominalCapacityAh };
}

async function refuseTooMany(scope: LabScope, tx: LabTransaction): Promise<void> {
  const { receiving, queued } = await countImportsUnderWay(scope, tx, { withinS: ALIVE_S });
  if (receiving < MAX_RECEIVING && queued < MAX_QUEUED) return;
  const message =
    receiving < MAX_RECEIVING
      ? `${MAX_QUEUED} files of this lab wait to be stored.`
      : `This lab sends ${MAX_RECEIVING} files already; more at once make none faster.`;
  throw new AppError("too_many", `${message} Send the same file again later.`, { retryAfterS: RETRY_AFTER_S });
}

type Arrived = {
  importId: string;
  cell: string | null;
  test: string;
  options: KeptOptions;
  idempotencyKey: string | null;
  summary: ImportSummary;
  content: { byteSize: number; sha256: Buffer };
  spool: ImportSpool;
};

async function accept(scope: LabScope, arrived: Arrived): Promise<ReceivedImport> {
  const { importId, summary, content, spool } = arrived;
  const { format, samples, cycles } = summary;
  const cycleOffsets = summary.tests.map((test) => ({ ...spool.namesOf(test), cycleOffset: test.cycleOffset }));
  await requireRoomForTests(scope, cycleOffsets);
  const accepted = await changeSeries(scope, async (tx, change) => {
    change.isOfCells([]);
    await lockImports(scope, tx); // of two that bring the same at once, one finds the other
    const earlier = await findEarlier(scope, tx, arrived);
    if (earlier !== null) {
      await deleteReceivingImport(scope, tx, { importId });
      return { importId: earlier, isEarlier: true };
    }
    const seq = await drawSeq(scope, samples);
    const report = await reportOf(scope, tx, arrived);
    const isAccepted = await acceptImport(scope, tx, {
      importId,
      seq,
      ...content,
      format,
      cycles,
      report,
      cycleOffsets,
    });
    if (!isAccepted)
      throw new AppError("conflict", "This import was ended while its file arrived. Send the file again.");
    return { importId, isEarlier: false };
  });
  if (accepted.isEarlier) return { importId: accepted.importId, format, samples, duplicate: true };
  await requestImport(scope, { importId }).catch((error) =>
    logger.warn({ error, labId: scope.labId, importId }, "import not requested; the workers' upkeep does it"),
  );
  return { importId, format, samples, duplicate: false };
}

/** What the reader said of the file, and whether it reads it otherwise than the one before. */
async function reportOf(scope: LabScope, tx: LabTransaction, arrived: Arrived): Promise<ImportReport> {
  const { cell, test, options, summary, content } = arrived;
  const report = toImportReport(summary);
  const latest = await findLatestImport(scope, tx, { sha256: content.sha256, options, cell, test });
  const before = latest && (await findImportReport(scope, tx, latest));
  const message = before && latest.status !== "undone" ? readOtherwise(before, report, options.timeZone) : null;
  if (message === null) return report;
  return {
    ...report,
    warnings: [{ row: null, message }, ...report.warnings],
    warningCount: report.warningCount + 1,
  };
}

/**
 * The import that brought the same before, or null. Under a name of the sender's the name decides. Without one it is the last import for this
 * cell and test, as long as all that it brought still stands: sent again, the file would change nothing.
 * @throws AppError `invalid_input` where the name stands for something else
 */
async function findEarlier(scope: LabScope, tx: LabTransaction, arrived: Arrived): Promise<string | null> {
  const { cell, test, options, idempotencyKey: key } = arrived;
  const content = { sha256: arrived.content.sha256, options };
  if (key !== null) {
    const named = await findImportByKey(scope, tx, { ...content, key });
    if (named === null || named.isSame) return named?.importId ?? null;
    throw new AppError("invalid_input", "This Idempotency-Key was used with another file. The first import stays.");
  }
  const latest = await findLatestImport(scope, tx, { ...content, cell, test });
  if (!latest?.isSame) return null;
  const stands = latest.status === "queued" || (latest.status === "stored" && (await standsWhole(scope, tx, latest)));
  return stands ? latest.importId : null;
}

async function standsWhole(scope: LabScope, tx: LabTransaction, { importId, seq }: { importId: string; seq: number }) {
  const { samples } = await getImport(scope, tx, { importId });
  let standing = 0;
  for (const { testId, isRenamed, fromUs, toUs } of await listImportTests(scope, tx, { importIds: [importId] })) {
    if (isRenamed) return false; // under the name that it is sent for there is nothing of it
    if (testId !== null) standing += await countSamplesOfSeq(scope, tx, { testId, seq, fromUs, toUs });
  }
  return standing === samples;
}

async function leaveNothing(scope: LabScope, importId: string, hasBrokenOff: boolean): Promise<void> {
  try {
    await changeSeries(scope, async (tx, change) => {
      change.isOfCells([]);
      if (hasBrokenOff) await failImport(scope, tx, { importId, from: "receiving", error: "upload_broken_off" });
      else await deleteReceivingImport(scope, tx, { importId });
    });
  } catch (error) {
    logger.warn({ error, labId: scope.labId, importId }, "spool of a refused import stays until upkeep ends it");
  }
}

function toRefusal(cause: UnreadableFileError): AppError {
  const problems = cause.problems.map(({ row, column, message, question }): InputProblem => {
    // The parameter that answers it: which of several choices is right is said in the message.
    if (question) return { pointer: `/${question.choices[0].parameter}`, message };
    return { ...(row === null ? {} : { row }), ...(column === null ? {} : { column }), message };
  });
  return new AppError(
    "invalid_input",
    `The file cannot be read: ${cause.message.replace(/[.?!]?$/, (end) => end || ".")} Nothing of it is stored.`,
    {
      problems,
      cause,
    },
  );
}
