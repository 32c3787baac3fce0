import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { groupDeviations } from "../../statistics/group-statistics";
import { listGroupings } from "../../data/groupings/grouping-reads";
import { inLabConfig } from "../../data/in-lab-config";
import { env } from "../../env";
import { OPEN, queueOf } from "../../jobs/job-contract";
import { findSimulation, simulationJob } from "../../jobs/contracts/simulation-job";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { createStaffedLab } from "../../testing/team";
import { startWorkerProcess } from "../../testing/senders/worker-process";
import { putCell } from "../cells/put-cell";
import { removeSimulation } from "./remove-simulation";
import { startSimulation } from "./start-simulation";

cloneTestDatabase();

let owner: pg.Client;
beforeAll(async () => {
  owner = new pg.Client({ connectionString: env().MIGRATE_DATABASE_URL });
  await owner.connect();
});
afterAll(() => owner.end());

async function count(table: string, where = "true"): Promise<number> {
  const { rows } = await owner.query<{ n: number }>(`SELECT count(*)::integer AS n FROM ${table} WHERE ${where}`);
  return rows[0]?.n ?? 0;
}

it("fills a lab with cells that go on, and removes them without a trace", {
  timeout: 240_000,
  tags: ["thorough"],
}, async () => {
  const lab = await createStaffedLab();
  const { scope } = lab.admin;
  await putCell(scope, { name: "our own", changes: {} });
  await startSimulation(scope);
  await expect(startSimulation(scope)).rejects.toMatchObject({ kind: "conflict" });
  let worker = startWorkerProcess();
  try {
    await expect.poll(() => count("cells"), { timeout: 60_000 }).toBe(17);
    await expect
      .poll(() => queueOf(simulationJob).getJobCountByTypes("waiting", "active"), { timeout: 60_000 })
      .toBeGreaterThan(0);
    const step = async () => (await findSimulation(scope))?.step ?? 0;
    await expect.poll(step, { timeout: 60_000 }).toBeGreaterThan(1);
    // Killed anywhere, it goes on.
    await worker.kill();
    const before = await step();
    worker = startWorkerProcess();
    await expect.poll(step, { timeout: 60_000 }).toBeGreaterThan(before + 1);
    await expect.poll(() => count("cycles", "cycle >= 55"), { timeout: 60_000 }).toBeGreaterThan(16);

    const [grouping] = await inLabConfig(scope, (tx) => listGroupings(scope, tx));
    const asked = { groupingId: grouping?.id ?? 0, metric: "capacityRetention", cycle: 55, group: null } as const;
    const strays = async () => {
      const { cells } = await groupDeviations(scope, asked);
      return cells.filter(({ flagged }) => flagged).map(({ cell }) => cell);
    };
    await expect.poll(strays, { timeout: 60_000 }).toEqual(["Simulated W-04"]);

    await removeSimulation(scope);
    await expect.poll(() => count("samples"), { timeout: 60_000 }).toBe(0);
    await expect.poll(() => queueOf(simulationJob).getJobCountByTypes(...OPEN), { timeout: 60_000 }).toBe(0);
  } finally {
    await worker.stop();
  }
  expect(await count("cells")).toBe(1);
  for (const table of ["tests", "runs", "cycles", "samples", "groupings", "metadata_fields"]) {
    expect(await count(table), table).toBe(0);
  }
});

it("is started and removed by those who may", async () => {
  const lab = await createStaffedLab();
  await expect(startSimulation(lab.member.scope)).rejects.toMatchObject({ kind: "forbidden" });
  await expect(removeSimulation(lab.member.scope)).rejects.toMatchObject({ kind: "forbidden" });
  await removeSimulation(lab.admin.scope); // there is none: nothing to do
});
