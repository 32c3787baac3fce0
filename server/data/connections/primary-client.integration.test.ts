import { beforeAll, expect, it } from "vitest";
import { env } from "../../env";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { createLab } from "../../testing/factories";
import { inLab } from "../in-lab";
import { inLabConfig } from "../in-lab-config";
import { newDatabaseClient } from "./primary-client";
import { standbyProblem } from "./standby";

cloneTestDatabase();

/** Nobody listens there. */
const DEAD = "127.0.0.1:1";

beforeAll(() => {
  for (const name of ["DATABASE_URL", "MIGRATE_DATABASE_URL"] as const) {
    env()[name] = env()[name].replace(/@([^/]+)\//, `@${DEAD},$1/`);
  }
});

const ask = "SELECT 1 AS one";

async function runAsOwner(sql: string): Promise<void> {
  const owner = newDatabaseClient(env().MIGRATE_DATABASE_URL, { options: "-c default_transaction_read_only=off" });
  await owner.connect();
  await owner.query(sql);
  await owner.end();
}

it("finds the server among several that takes writes, for both drivers and the owner", async () => {
  const { scope, labId } = await createLab();
  expect((await inLab(scope, async (tx) => tx.client.query(ask))).rows).toEqual([{ one: 1 }]);
  expect(await inLabConfig(scope, (tx) => tx.lab.findMany({ select: { labId: true } }))).toEqual([{ labId }]);
});

it("hangs up on a server that takes no writes, and finds one that does", async () => {
  const { scope } = await createLab();
  await runAsOwner(setReadOnly("on"));
  await runAsOwner(END_OTHERS);
  const away = { kind: "unavailable" };
  await expect(inLab(scope, async (tx) => tx.client.query(ask))).rejects.toMatchObject(away);
  await expect(inLabConfig(scope, (tx) => tx.$queryRawUnsafe(ask))).rejects.toMatchObject(away);
  await runAsOwner(setReadOnly("off"));
  await expect
    .poll(async () => inLab(scope, async (tx) => (await tx.client.query(ask)).rows).catch(() => null))
    .toEqual([{ one: 1 }]);
});

it("gives up a connection whose server refuses to write", async () => {
  const { scope } = await createLab();
  const pids: unknown[] = [];
  const write = inLab(scope, async (tx) => {
    pids.push((await tx.client.query("SELECT pg_backend_pid() AS pid")).rows[0].pid);
    await tx.client.query("SET TRANSACTION READ ONLY"); // as a standby behind a proxy would be from the beginning
    await tx.client.query("UPDATE lab_states SET version = version + 1");
  });
  await expect(write).rejects.toMatchObject({ kind: "unavailable" });
  const { rows } = await inLab(scope, async (tx) => tx.client.query("SELECT pg_backend_pid() AS pid"));
  expect(rows[0].pid).not.toBe(pids[0]);
});

it("says where PostgreSQL commits on one disk though several are asked for", async () => {
  expect(await standbyProblem()).toBeNull();
  env().DURABLE_REPLICAS = 1;
  try {
    expect(await standbyProblem()).toContain("synchronous_standby_names is empty");
  } finally {
    env().DURABLE_REPLICAS = 0;
  }
});

const setReadOnly = (value: "on" | "off") =>
  `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = ${value}', current_database()); END $$`;
const END_OTHERS = `
  SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`;
