import pg from "pg";
import { expect, it } from "vitest";
import { inLab } from "@/server/data/in-lab";
import { countTestsByFormulas } from "@/server/data/series/test-state-reads";
import { FORMULA_VERSION } from "@/server/domain/cycles/stored-quantities";
import { env } from "@/server/env";
import { queueOf } from "@/server/jobs/job-contract";
import { formulasJob } from "@/server/jobs/contracts/formulas-job";
import { storeBatch } from "@/server/services/batches/store-batch";
import { recountOldFormulas } from "@/server/services/recompute/recount-old-formulas";
import { verifyCell } from "@/server/services/recompute/verify-cell";
import { cloneTestDatabase } from "@/server/testing/clone-test-database";
import { batchOf, createLab } from "@/server/testing/factories";
import { startWorkerProcess } from "@/server/testing/senders/worker-process";

cloneTestDatabase();

it("recomputes what older formulas made without being asked, in every lab, and says how much is left", {
  tags: ["thorough"],
}, async () => {
  const labs = [await createLab(), await createLab()];
  for (const { scope } of labs) {
    // 1 A for an hour that is first logged 30 s into its step: 1 Ah with those seconds.
    const samples = [30, 3600].map((s) => ({
      timeUs: 1.7e15 + s * 1e6,
      testTimeS: s,
      stepTimeS: s,
      step: 1,
      cycle: 1,
      voltageV: 3.7,
      currentA: 1,
    }));
    for (const cell of ["A", "B"]) await storeBatch(scope, batchOf(cell, samples));
  }
  const owner = new pg.Client({ connectionString: env().MIGRATE_DATABASE_URL });
  await owner.connect();
  await owner.query("UPDATE runs SET formula_version = 1, charge_as = 3570, lead_in_s = 0, duration_s = 3570");
  await owner.query("UPDATE cycles SET formula_version = 1, charge_capacity_ah = 3570.0 / 3600");
  await owner.query("UPDATE test_states SET formula_version = 1, progress = NULL");
  await owner.end();

  expect(await recountOldFormulas()).toEqual({
    formulaVersion: FORMULA_VERSION,
    left: 4,
    labs: expect.arrayContaining(labs.map(({ slug }) => ({ lab: slug, tests: 2, old: 2, changed: 0 }))),
  });
  // What an operator asked for is waiting; a worker asks by itself as well, and neither doubles the other.
  expect(await queueOf(formulasJob).getWaitingCount()).toBe(4);
  await queueOf(formulasJob).drain();

  const worker = startWorkerProcess();
  const left = async () => {
    const counts = labs.map(({ scope }) => inLab(scope, (tx) => countTestsByFormulas(scope, tx)));
    return (await Promise.all(counts)).reduce((sum, { old }) => sum + old, 0);
  };
  await expect.poll(left, { interval: 100 }).toBe(0);
  await worker.stop();
  for (const { scope } of labs) {
    for (const cell of ["A", "B"]) expect((await verifyCell(scope, { cell })).differences).toEqual([]);
  }
});
