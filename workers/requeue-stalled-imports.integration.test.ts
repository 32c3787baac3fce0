import pg from "pg";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { getImportView } from "@/server/api/rest/imports";
import { env } from "@/server/env";
import { importJob } from "@/server/jobs/contracts/import-job";
import { queueOf } from "@/server/jobs/job-contract";
import { importQuery } from "@/server/services/imports/read-import-options";
import { receiveImport } from "@/server/services/imports/receive-import";
import { undoImport } from "@/server/services/imports/undo-import";
import { cloneTestDatabase } from "@/server/testing/clone-test-database";
import { createLab } from "@/server/testing/factories";
import { spoolImport } from "@/server/testing/senders/import-accesses";
import { bdfFile, fileOf, STARTED_AT } from "@/server/testing/senders/import-sender";
import { startWorkerProcess } from "@/server/testing/senders/worker-process";

cloneTestDatabase();

let owner: pg.Client;
beforeAll(async () => {
  owner = new pg.Client({ connectionString: env().MIGRATE_DATABASE_URL });
  await owner.connect();
});
afterAll(() => owner.end());

const countParts = async (importId: string) =>
  (await owner.query("SELECT FROM import_parts WHERE import_id = $1", [importId])).rowCount;

it("ends files that stopped arriving an hour ago, and goes on with imports whose jobs were lost", async () => {
  const { scope } = await createLab();
  const viewOf = (id: string) => getImportView(scope, { params: { id } });
  const receive = async (cell: string) => {
    const given = importQuery.parse({ cell, startedAt: STARTED_AT });
    const file = fileOf(bdfFile({ rows: 90 }));
    return (await receiveImport(scope, given, { file, idempotencyKey: null })).importId;
  };
  // What a killed web process leaves behind, an hour ago and a moment less.
  const [givenUp, arriving] = [await spoolImport(scope, { cell: "A" }), await spoolImport(scope, { cell: "B" })];
  for (const [importId, age] of [
    [givenUp, "61 minutes"],
    [arriving, "59 minutes"],
  ]) {
    await owner.query("UPDATE imports SET touched_at = now() - $2::interval WHERE import_id = $1", [importId, age]);
  }
  const [waiting, undone] = [await receive("C"), await receive("D")];
  await undoImport(scope, { importId: undone });
  await queueOf(importJob).obliterate({ force: true });

  const worker = startWorkerProcess();
  onTestFinished(() => worker.stop());
  await expect.poll(() => viewOf(waiting)).toMatchObject({ status: "stored", inserted: 90 });
  await expect.poll(() => viewOf(undone)).toMatchObject({ status: "undone" });
  await worker.stop();
  expect(await viewOf(givenUp)).toMatchObject({ status: "failed", error: "upload_unfinished" });
  expect(await countParts(givenUp)).toBe(0);
  expect(await viewOf(arriving)).toMatchObject({ status: "receiving", error: null });
  expect(await countParts(arriving)).toBe(2);
});
