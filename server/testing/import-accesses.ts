import { inLab, type LabTransaction } from "../data/in-lab";
import {
  countImportsUnderWay,
  countSamplesOfSeq,
  findImport,
  findImportByKey,
  findImportReport,
  findLatestImport,
  getImport,
  listImports,
  listImportsOfCell,
  listImportTests,
  listReportsOfSameTests,
} from "../data/imports/import-reads";
import { finishImport, finishPart, readPart, takeNextPart } from "../data/imports/import-part-writes";
import { endImportedTests, offsetNewTests, restoreTestEnds } from "../data/imports/import-test-writes";
import {
  beginUndoing,
  countRemoved,
  deleteSamplesOfSeq,
  endUndoing,
  restoreReplacedSamples,
  lockImport,
} from "../data/imports/import-undo-writes";
import {
  acceptImport,
  deleteReceivingImport,
  failImport,
  insertImport,
  insertImportPart,
  lockImports,
  touchImport,
} from "../data/imports/import-writes";
import type { ImportReport } from "../domain/cells/import-report";
import { packSamples } from "../domain/samples/packed-samples";
import { createSampleColumns } from "../domain/samples/sample-columns";
import { newBatchIds } from "../jobs/batch-ids";
import type { LabScope } from "../lab-scope";

const newId = () => newBatchIds(Date.now(), 1)[0] ?? "";
const OPTIONS = { test: "", isEnded: true, metadata: {} };
const SHA256 = Buffer.alloc(32, 7);
const CONTENT = { sha256: SHA256, options: OPTIONS };
const NO_REPORT: ImportReport = {
  formatName: "",
  recognisedBy: "",
  columns: [],
  header: {},
  tests: [],
  warnings: [],
  warningCount: 0,
  counters: [],
};
const ACCEPTED = { sha256: SHA256, byteSize: 1, format: "test", cycles: 1, report: NO_REPORT, cycleOffsets: [] };

function onePart(importId: string, cell: string, ordinal: number) {
  const samples = createSampleColumns(1);
  const fromUs = 1.7e15 + 3600e6;
  samples.timeUs[0] = fromUs;
  const packed = packSamples(samples);
  return { importId, ordinal, batchId: newId(), cell, test: "", ...packed, fromUs, toUs: fromUs };
}

/** An import that arrives, with two parts in the spool. */
export async function spoolImport(scope: LabScope, { cell }: { cell: string }): Promise<string> {
  const importId = newId();
  await inLab(scope, async (tx) => {
    const given = { importId, fileName: "theirs.csv", cell, options: OPTIONS, idempotencyKey: importId };
    await insertImport(scope, tx, given);
    for (const ordinal of [0, 1]) await insertImportPart(scope, tx, onePart(importId, cell, ordinal));
  });
  return importId;
}

/** An import of each kind in a lab whose cell has its samples by `seq`: one that arrives, one that waits, one that is being undone, one that is stored. */
export async function prepareImports(scope: LabScope, { cell, seq }: { cell: string; seq: number }) {
  const receiving = await spoolImport(scope, { cell });
  const queued = await spoolImport(scope, { cell });
  const undoing = await spoolImport(scope, { cell });
  const stored = await spoolImport(scope, { cell });
  await inLab(scope, async (tx) => {
    for (const importId of [undoing, queued, stored]) await acceptImport(scope, tx, { ...ACCEPTED, importId, seq });
    await takeNextPart(scope, tx, { importId: undoing });
    const part = { ordinal: 0, cell, test: "", inserted: 1, replaced: 0, unchanged: 0, isTombstoned: false };
    await finishPart(scope, tx, { ...part, importId: undoing });
    for (const ordinal of [0, 1]) await finishPart(scope, tx, { ...part, ordinal, importId: stored });
    await finishImport(scope, tx, { importId: stored });
    await beginUndoing(scope, tx, { importId: undoing });
  });
  return { receiving, queued, undoing, stored };
}
type FurnishedImports = Awaited<ReturnType<typeof prepareImports>>;

type Theirs = { labId: number; testId: number; cellId: number; cell: string; seq: number; imports: FurnishedImports };
type Access = (scope: LabScope, tx: LabTransaction) => Promise<unknown>;
const ALL_TIME = { fromUs: 0, toUs: 4e15 };

/** Each read of imports, aimed at another lab's rows, and what it gives of them. */
export function importReads(theirs: () => Theirs): Record<string, [read: Access, nothing: unknown]> {
  return {
    findImport: [(scope, tx) => findImport(scope, tx, { importId: theirs().imports.queued }), null],
    getImport: [
      (scope, tx) => getImport(scope, tx, { importId: theirs().imports.queued }).catch(({ kind }) => kind),
      "not_found",
    ],
    findImportReport: [(scope, tx) => findImportReport(scope, tx, { importId: theirs().imports.queued }), null],
    listReportsOfSameTests: [
      (scope, tx) => listReportsOfSameTests(scope, tx, { importId: theirs().imports.queued, cells: [theirs().cell] }),
      [],
    ],
    listImports: [(scope, tx) => listImports(scope, tx, { beforeId: null, limit: 9 }), []],
    listImportsOfCell: [(scope, tx) => listImportsOfCell(scope, tx, { cellId: theirs().cellId, limit: 9 }), []],
    listImportTests: [(scope, tx) => listImportTests(scope, tx, { importIds: Object.values(theirs().imports) }), []],
    countImportsUnderWay: [
      async (scope, tx) => {
        const { receiving, queued } = await countImportsUnderWay(scope, tx, { withinS: 60 });
        return receiving + queued;
      },
      0,
    ],
    findImportByKey: [(scope, tx) => findImportByKey(scope, tx, { ...CONTENT, key: theirs().imports.queued }), null],
    findLatestImport: [(scope, tx) => findLatestImport(scope, tx, { ...CONTENT, cell: theirs().cell, test: "" }), null],
    countSamplesOfSeq: [
      (scope, tx) => countSamplesOfSeq(scope, tx, { testId: theirs().testId, seq: theirs().seq, ...ALL_TIME }),
      0,
    ],
    takeNextPart: [(scope, tx) => takeNextPart(scope, tx, { importId: theirs().imports.queued }), null],
    readPart: [(scope, tx) => readPart(scope, tx, { importId: theirs().imports.queued, ordinal: 0 }), null],
    lockImport: [
      (scope, tx) => lockImport(scope, tx, { importId: theirs().imports.queued }).catch(({ kind }) => kind),
      "not_found",
    ],
  };
}

/** Each write of imports, aimed at another lab's rows. */
export function importWrites(theirs: () => Theirs): Record<string, Access> {
  const receiving = () => ({ importId: theirs().imports.receiving });
  const queued = () => ({ importId: theirs().imports.queued });
  const undoing = () => ({ importId: theirs().imports.undoing });
  const ofTheirs = () => ({ testId: theirs().testId, seq: theirs().seq, ...ALL_TIME, limit: 9 });
  return {
    lockImports,
    insertImport: (scope, tx) =>
      insertImport(scope, tx, { ...queued(), fileName: null, cell: null, options: {}, idempotencyKey: null }).catch(
        (error: { code: string }) => {
          if (error.code !== "23505") throw error; // theirs is there; that it stays as it is, is looked at
        },
      ),
    touchImport: (scope, tx) => touchImport(scope, tx, receiving()),
    insertImportPart: (scope, tx) => insertImportPart(scope, tx, onePart(receiving().importId, theirs().cell, 2)),
    acceptImport: (scope, tx) => acceptImport(scope, tx, { ...ACCEPTED, ...receiving(), seq: 9 }),
    deleteReceivingImport: (scope, tx) => deleteReceivingImport(scope, tx, receiving()),
    failImport: (scope, tx) => failImport(scope, tx, { ...queued(), from: "queued", error: "ours" }),
    finishPart: (scope, tx) => {
      const counts = { inserted: 9, replaced: 9, unchanged: 9, isTombstoned: true };
      return finishPart(scope, tx, { ...queued(), ordinal: 0, cell: theirs().cell, test: "", ...counts });
    },
    finishImport: (scope, tx) => finishImport(scope, tx, queued()),
    offsetNewTests: (scope, tx) => offsetNewTests(scope, tx, undoing()),
    endImportedTests: (scope, tx) => endImportedTests(scope, tx, undoing()),
    restoreTestEnds: (scope, tx) => restoreTestEnds(scope, tx, undoing()),
    beginUndoing: (scope, tx) => beginUndoing(scope, tx, queued()),
    restoreReplacedSamples: (scope, tx) =>
      restoreReplacedSamples(scope, tx, { ...undoing(), testId: theirs().testId, limit: 9 }),
    deleteSamplesOfSeq: (scope, tx) => deleteSamplesOfSeq(scope, tx, ofTheirs()),
    countRemoved: (scope, tx) => countRemoved(scope, tx, { ...undoing(), removed: 9 }),
    endUndoing: (scope, tx) => endUndoing(scope, tx, undoing()),
  };
}
