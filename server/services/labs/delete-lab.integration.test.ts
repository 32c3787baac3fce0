import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { labScopeForApiKey, labScopeForMember } from "../../auth/lab-scope";
import { labsOfUser } from "../../api/pages/labs-of-user";
import { authClient } from "../../data/accounts/auth-client";
import { isLabOpen, listDeletedLabs } from "../../data/labs/lab-reads";
import { orderSamples } from "../../domain/samples/batch-series";
import { toSampleColumns } from "../../domain/samples/sample-columns";
import { env } from "../../env";
import { deleteLabJob } from "../../jobs/contracts/delete-lab-job";
import { OPEN, queueOf } from "../../jobs/job-contract";
import { requestRedis } from "../../jobs/redis";
import { queueBatches, storeBatchJob } from "../../jobs/contracts/store-batch-job";
import type { LabScope } from "../../lab-scope";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { batchOf } from "../../testing/factories";
import { spoolImport } from "../../testing/senders/import-accesses";
import { createPerson, createStaffedLab, lastInvitationTo } from "../../testing/team";
import { startWorkerProcess } from "../../testing/senders/worker-process";
import { acceptInvitation } from "../team/accept-invitation";
import { createApiKey } from "../team/create-api-key";
import { createGrouping } from "../groupings/create-grouping";
import { createMetadataField } from "../fields/create-metadata-field";
import { deleteLab } from "./delete-lab";
import { eraseLab } from "./erase-lab";
import { inviteMember } from "../team/invite-member";
import { acceptOnce } from "../batches/accept-once";
import { storeBatch } from "../batches/store-batch";

cloneTestDatabase();

const CELLS = 12;
let owner: pg.Client;
beforeAll(async () => {
  owner = new pg.Client({ connectionString: env().MIGRATE_DATABASE_URL });
  await owner.connect();
});
afterAll(() => owner.end());

/** A lab with cells that hold samples, steps, cycles, zoom levels, metadata, groups, keys, imports and an audit. */
async function preparedLab(name: string, samplesACell: number) {
  const lab = await createStaffedLab(name);
  const { scope } = lab.owner;
  await createMetadataField(scope, { name: "cathode", type: "text" });
  await createGrouping(scope, { name: "Cathodes", by: ["cathode"] });
  const { apiKey } = await createApiKey(scope, { name: "cycler", scopes: ["ingest", "read"] });
  for (let cell = 0; cell < CELLS; cell++) {
    const samples = Array.from({ length: samplesACell }, (_, index) => ({
      timeUs: 1.7e15 + index * 60e6,
      voltageV: 3,
      currentA: [1, 1, -1, -1][Math.floor(index / 20) % 4] ?? 0,
      cycle: Math.floor(index / 80) + 1,
    }));
    const cells = { [`cell ${cell}`]: { metadata: { cathode: "NMC811" } } };
    await storeBatch(scope, batchOf(`cell ${cell}`, samples, { cells }));
  }
  await spoolImport(scope, { cell: "cell 0" });
  const { rows } = await owner.query<{ id: number }>("SELECT test_id AS id FROM tests WHERE lab_id = $1", [lab.labId]);
  return { ...lab, scope, apiKey, testIds: rows.map(({ id }) => id) };
}
type Lab = Awaited<ReturnType<typeof preparedLab>>;

/** Every row that hangs on a lab, table by table, as the schema's owner sees it. */
async function everythingOf({ labId, testIds }: Pick<Lab, "labId" | "testIds">): Promise<Record<string, string>> {
  const { rows: tables } = await owner.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'lab_id'`,
  );
  const asked = [
    ...tables.map(({ name }) => [name, `lab_id = ${labId}`]),
    ...["samples", "samples_1m", "samples_1h"].map((name) => [name, `test_id = ANY ('{${testIds}}')`]),
    ["members", `organization_id = (SELECT id FROM labs WHERE lab_id = ${labId})`],
  ];
  const found: Record<string, string> = {};
  for (const [table = "", where = ""] of asked) {
    const { rows } = await owner.query<{ rows: string; count: number }>(
      `SELECT count(*)::integer AS count, coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') AS rows FROM ${table} t WHERE ${where}`,
    );
    if (rows[0]?.count) found[table] = `${rows[0].count} ${rows[0].rows}`;
  }
  return found;
}

const countSamples = async ({ testIds }: Lab) =>
  (
    await owner.query<{ count: number }>("SELECT count(*)::integer AS count FROM samples WHERE test_id = ANY ($1)", [
      testIds,
    ])
  ).rows[0]?.count ?? 0;

async function countOpenJobs(): Promise<number> {
  const counts = [storeBatchJob, deleteLabJob].map((job) => queueOf(job).getJobCountByTypes(...OPEN, "failed"));
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

it("asks for the lab's name and for an owner", async () => {
  const lab = await createStaffedLab("Bänk");
  await expect(deleteLab(lab.admin.scope, { name: "Bänk" })).rejects.toMatchObject({ kind: "forbidden" });
  for (const name of ["", "bänk", "Bänk 2"]) {
    await expect(deleteLab(lab.owner.scope, { name })).rejects.toMatchObject({ kind: "invalid_input" });
  }
  expect(await isLabOpen(lab)).toBe(true);
  await expect(eraseLab(lab.owner.scope)).rejects.toMatchObject({ kind: "conflict" });
});

it("closes the lab at once to its members, keys, invitations and jobs", async () => {
  const lab = await preparedLab("Closed", 4);
  const guest = await createPerson();
  await inviteMember(lab.scope, { email: guest.email, role: "viewer" });
  const waiting = batchOf("cell 0", [{ timeUs: 1.8e15, voltageV: 3, currentA: 1 }]);
  await labScopeForApiKey(`Bearer ${lab.apiKey}`, ["read"]); // cached
  await deleteLab(lab.scope, { name: " Closed " });
  expect(await labScopeForMember(lab.owner.userId, lab.slug)).toBeNull();
  expect(await labsOfUser(lab.owner.userId)).toEqual([]);
  const key = labScopeForApiKey(`Bearer ${lab.apiKey}`, ["read"]);
  await expect(key).rejects.toMatchObject({ kind: "unauthenticated" });
  const token = await lastInvitationTo(guest.email);
  await expect(acceptInvitation({ userId: guest.userId, token })).rejects.toMatchObject({ kind: "not_found" });
  await expect(inviteMember(lab.scope, { email: "x@example.org", role: "viewer" })).rejects.toMatchObject({
    kind: "not_found",
  });
  await expect(deleteLab(lab.scope, { name: "Closed" })).rejects.toMatchObject({ kind: "not_found" });
  const before = await everythingOf(lab);
  await expect(storeBatch(lab.scope, waiting)).rejects.toThrow("is deleted");
  expect(await everythingOf(lab)).toEqual(before);
});

it("removes a lab whose worker is killed half-way, and leaves another as it is", {
  timeout: 240_000,
  tags: ["thorough"],
}, async () => {
  const [doomed, other] = [await preparedLab("Doomed", 40_000), await preparedLab("Other", 100)];
  const before = await everythingOf(other);
  expect(Object.keys(before)).toEqual(
    expect.arrayContaining([
      "labs",
      "members",
      "cells",
      "samples",
      "runs",
      "cycles",
      "batches",
      "imports",
      "import_parts",
      "import_tests",
      "audit_log",
      "api_keys",
    ]),
  );
  const all = await countSamples(doomed);
  expect(all).toBe(CELLS * 40_000);
  await deleteLab(doomed.scope, { name: "Doomed" });
  // What was accepted before ends without effect, and is not tried again.
  await queueBatches(doomed.scope.labId, [batchOf("cell new", [{ timeUs: 1.8e15, voltageV: 3, currentA: 1 }])], {
    turn: 1,
  });
  let lives = 0;
  for (let left = all; left > 0; lives++) {
    const worker = startWorkerProcess();
    const target = Math.max(0, left - all / 4);
    await expect.poll(() => countSamples(doomed), { timeout: 60_000, interval: 5 }).toBeLessThanOrEqual(target);
    left = await countSamples(doomed);
    if (left === 0) await expect.poll(countOpenJobs, { timeout: 60_000 }).toBe(0);
    await (left === 0 ? worker.stop() : worker.kill());
  }
  expect(lives, "lives of workers that it took").toBeGreaterThan(1);
  expect(await everythingOf(doomed)).toEqual({});
  expect(await everythingOf(other)).toEqual(before);
  expect(await authClient().lab.count({ where: { labId: doomed.labId } })).toBe(0);
  expect(await listDeletedLabs()).toEqual([]);
});

it("lets nothing be written into a lab that is being removed, in a crowd of writers", async () => {
  const lab = await preparedLab("Crowd", 4);
  const scope: LabScope = lab.scope;
  const store = (round: number) =>
    storeBatch(scope, batchOf(`late ${round % 5}`, [{ timeUs: 1.8e15 + round * 1e6, voltageV: 3, currentA: 1 }]));
  const writers = Array.from({ length: 40 }, (_, round) => store(round).catch((error: unknown) => error));
  const deletion = deleteLab(scope, { name: "Crowd" }).then(() => eraseLab(scope));
  await Promise.all([...writers, deletion]);
  await store(99).catch(() => {});
  await eraseLab(scope);
  const { rows } = await owner.query(
    "SELECT FROM test_states WHERE lab_id = $1 UNION ALL SELECT FROM batches WHERE lab_id = $1",
    [lab.labId],
  );
  expect(rows).toEqual([]);
  expect(await everythingOf(lab)).toEqual({});
});

it("forgets the Idempotency-Keys of a lab with it", async () => {
  const [gone, other] = [await createStaffedLab("Named"), await createStaffedLab("Named, too")];
  const samples = orderSamples(toSampleColumns([{ timeUs: 1.7e15, record: 0, voltageV: 3, currentA: 1 }]));
  const idempotency = { key: "run-1", bodyDigest: "0" };
  const given = { series: [{ cell: "A", test: "", samples }], samples: 1, cells: {}, idempotency };
  for (const { owner } of [gone, other]) await acceptOnce(owner.scope, given);
  const namesOf = ({ labId }: { labId: number }) => requestRedis().keys(`ct:idempotency*:${labId}*`);
  const before = await namesOf(other);
  expect(await namesOf(gone)).toHaveLength(before.length);
  await deleteLab(gone.owner.scope, { name: "Named" });
  await eraseLab(gone.owner.scope);
  expect([await namesOf(gone), await namesOf(other)]).toEqual([[], before]);
});
