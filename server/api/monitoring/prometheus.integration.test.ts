import pg from "pg";
import { expect, it } from "vitest";
import { env } from "../../env";
import { newBatchIds } from "../../jobs/batch-ids";
import { queueBatches } from "../../jobs/contracts/store-batch-job";
import { diagnose } from "../../services/labs/diagnose";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { batchOf, createLab } from "../../testing/factories";
import { startWorkerProcess } from "../../testing/senders/worker-process";
import { prometheusText } from "./prometheus";

cloneTestDatabase();

const text = async () => (await prometheusText()).text();
const numberAt = (metrics: string, line: string) =>
  Number(
    metrics
      .split("\n")
      .find((one) => one.startsWith(`${line} `))
      ?.slice(line.length + 1),
  );

it("tells of the queue, the workers and the pools", async () => {
  const { labId } = await createLab();
  const [first, second] = newBatchIds(Date.now(), 2);
  const sample = { timeUs: 1.7e15, voltageV: 3, currentA: 1 };
  const later = { ...sample, timeUs: 1.8e15 };
  const batches = [
    { ...batchOf("A", [sample, later]), batchId: first ?? "" },
    { ...batchOf("B", [sample]), batchId: second ?? "" },
  ];
  await queueBatches(labId, batches, { turn: 1 });
  const before = await text();
  expect(numberAt(before, 'chargetracker_queue_jobs{state="waiting"}')).toBe(1);
  expect(numberAt(before, "chargetracker_redis_used_bytes")).toBeGreaterThan(100_000);
  expect(before).toContain("chargetracker_database_connections{");
  expect(before).toContain("process_resident_memory_bytes");
  expect((await diagnose()).map(({ what }) => what)).toContain("No worker runs.");

  const worker = startWorkerProcess();
  await expect.poll(async () => numberAt(await text(), 'chargetracker_batches_total{outcome="stored"}')).toBe(2);
  const after = await text();
  expect(numberAt(after, 'chargetracker_samples_stored_total{way="copied"}')).toBe(3);
  expect(numberAt(after, "chargetracker_store_seconds_count")).toBeGreaterThan(0);
  expect(numberAt(after, 'chargetracker_queue_jobs{state="waiting"}')).toBe(0);
  const findings = await diagnose();
  expect(findings.map(({ what }) => what)).not.toContain("No worker runs.");
  expect(findings.filter(({ level }) => level === "error").map(({ what }) => what)).toEqual([
    expect.stringContaining("/api/ready does not answer"), // no web process in this test
  ]);
  await worker.stop();
  expect(await text()).not.toContain("chargetracker_batches_total{");
});

it("tells of days that wait to be summed up, of jobs, and of the extension", async () => {
  const quiet = await text();
  expect(numberAt(quiet, "chargetracker_dirty_days_age_seconds")).toBe(0);
  expect(numberAt(quiet, "chargetracker_database_extension_behind")).toBe(0);
  const owner = new pg.Client({ connectionString: env().MIGRATE_DATABASE_URL });
  await owner.connect();
  const { rowCount } = await owner.query("SELECT alter_job(job_id, scheduled => false) FROM edition_jobs()"); // none on Apache
  await owner.query(
    "INSERT INTO dirty_days VALUES (1, '2024-01-01', pg_current_xact_id(), now() - INTERVAL '2 hours')",
  );
  await owner.end();
  const loud = await text();
  expect(numberAt(loud, "chargetracker_dirty_days_age_seconds")).toBeGreaterThanOrEqual(7200);
  expect(numberAt(loud, 'chargetracker_database_jobs{state="dead"}')).toBe(rowCount);
});
