import { z } from "zod";
import { IMPORT_STATUSES, importReport } from "../../domain/cells/import-report";
import { inLab } from "../../data/in-lab";
import {
  findImportReport,
  getImport,
  type ImportTest,
  listImports,
  listImportsOfCell,
  listImportTests,
  type StoredImport,
} from "../../data/imports/import-reads";
import type { LabScope } from "../../lab-scope";
import { actorNames } from "../actor-names";
import { cellOfPath } from "../rest/cells";

const PAGE = 50;
const MAX_TESTS_IN_LIST = 20;

/** One line of the history of imports. Times are Unix ms. */
const importLine = z.object({
  id: z.uuid(),
  status: z.enum(IMPORT_STATUSES),
  /** Why it failed: a code, as `cell_deleted`, or words. */
  error: z.string().nullable(),
  fileName: z.string().nullable(),
  /** As sent; null while it arrives. */
  byteSize: z.number().nullable(),
  /** Who sent it, as people know them. */
  actorName: z.string(),
  /** Where it went, by the names of today; the first of them. */
  tests: z.array(z.object({ cell: z.string(), test: z.string(), samples: z.int() })),
  testCount: z.int(),
  /** The format's id, and what people call it. */
  format: z.string().nullable(),
  formatName: z.string().nullable(),
  samples: z.int(),
  cycles: z.int().nullable(),
  /** How far it is stored. */
  parts: z.int(),
  partsDone: z.int(),
  inserted: z.int(),
  replaced: z.int(),
  unchanged: z.int(),
  /** Samples that undoing it took away. */
  removed: z.int(),
  warningCount: z.int(),
  startedAtMs: z.number(),
  receivedAtMs: z.number().nullable(),
  storedAtMs: z.number().nullable(),
  undoneAtMs: z.number().nullable(),
});

export const importList = z.object({ imports: z.array(importLine), nextCursor: z.uuid().nullable() });

/** With what the reader of the file said of it; null while it arrives. */
export const importDetails = importLine.extend({ report: importReport.nullable() });

function toLine(found: StoredImport, tests: readonly ImportTest[], nameOf: (actor: string) => string) {
  const { importId, startedAt, receivedAt, storedAt, undoneAt, actor, cell: _, options: __, seq: ___, ...rest } = found;
  return {
    ...rest,
    id: importId,
    actorName: nameOf(actor),
    tests: tests.slice(0, MAX_TESTS_IN_LIST).map(({ cell, test, samples }) => ({ cell, test, samples })),
    testCount: tests.length,
    startedAtMs: startedAt.getTime(),
    receivedAtMs: receivedAt?.getTime() ?? null,
    storedAtMs: storedAt?.getTime() ?? null,
    undoneAtMs: undoneAt?.getTime() ?? null,
  };
}

/** The imports of the lab, the newest first. @param cursor the last of the page before, or null */
export async function importHistory(scope: LabScope, cursor: string | null): Promise<z.output<typeof importList>> {
  const [found, tests] = await inLab(scope, async (tx) => {
    const page = await listImports(scope, tx, { beforeId: cursor, limit: PAGE + 1 });
    const shown = page.slice(0, PAGE).map(({ importId }) => importId);
    return [page, await listImportTests(scope, tx, { importIds: shown })];
  });
  const shown = found.slice(0, PAGE);
  const nameOf = await actorNames(scope, [...new Set(shown.map(({ actor }) => actor))]);
  const testsOf = Map.groupBy(tests, ({ importId }) => importId);
  return {
    imports: shown.map((one) => toLine(one, testsOf.get(one.importId) ?? [], nameOf)),
    nextCursor: found.length > PAGE ? (shown.at(-1)?.importId ?? null) : null,
  };
}

/** One import with what there is to know of it. @throws AppError `not_found` */
export async function importInDetail(scope: LabScope, importId: string): Promise<z.output<typeof importDetails>> {
  const [found, tests, report] = await inLab(scope, async (tx) => [
    await getImport(scope, tx, { importId }),
    await listImportTests(scope, tx, { importIds: [importId] }),
    await findImportReport(scope, tx, { importId }),
  ]);
  const nameOf = await actorNames(scope, [found.actor]);
  return { ...toLine(found, tests, nameOf), report };
}

/** The imports that went into a cell, the newest first, at most a page of them. @throws AppError `not_found` */
export async function cellImports(scope: LabScope, name: string) {
  const { cellId } = await cellOfPath(scope, { name });
  const found = await inLab(scope, (tx) => listImportsOfCell(scope, tx, { cellId, limit: PAGE }));
  const nameOf = await actorNames(scope, [...new Set(found.map(({ actor }) => actor))]);
  return { imports: found.map((one) => toLine(one, [], nameOf)) };
}
