import { readFileSync } from "node:fs";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { env } from "../env";
import type { LabScope } from "../lab-scope";
import { storeBatch } from "../services/batches/store-batch";
import { cloneTestDatabase } from "../testing/clone-test-database";
import { batchOf, createLab } from "../testing/factories";
import { type PrivatePostgres, programsHome, signalServer, startPrivatePostgres } from "../testing/private-postgres";
import { changeInLab } from "./change-in-lab";
import { raiseLabVersion } from "./labs/lab-state-writes";
import { migrate } from "./migrate";

// A PostgreSQL and a synchronous standby of this test's own: the one goes while it commits, and the other takes its place.

const batch = (second: number) => batchOf("A", [{ timeUs: 1.7e15 + second * 1e6, voltageV: 3, currentA: 1 }]);

describe.skipIf(programsHome() === null)("a commit that is not answered", () => {
  cloneTestDatabase();

  let primary: PrivatePostgres;
  let standby: Awaited<ReturnType<PrivatePostgres["startStandby"]>>;
  let onPrimary: pg.Client;
  let onStandby: pg.Client;
  let scope: LabScope;
  beforeAll(async () => {
    primary = await startPrivatePostgres();
    const { databaseUrl: appUrl, migrateDatabaseUrl: ownerUrl } = primary;
    await migrate({ ownerUrl, appUrl });
    standby = await primary.startStandby();
    Object.assign(env(), { DATABASE_URL: bothOf(appUrl, standby.url), MIGRATE_DATABASE_URL: ownerUrl });
    onPrimary = await connected(ownerUrl);
    onStandby = await connected(standby.ownerUrl);
    ({ scope } = await createLab());
    await onPrimary.query("ALTER SYSTEM SET synchronous_standby_names = '*'");
    await onPrimary.query("SELECT pg_reload_conf()");
    await storeBatch(scope, batch(0));
  }, 180_000);
  afterAll(async () => {
    for (const client of [onPrimary, onStandby]) await client?.end().catch(() => {});
    await primary?.end();
  });

  const rowsOf = async (sql: string) => (await onPrimary.query<Record<string, unknown>>(sql)).rows;
  const waitingFor = (standbyOf: string) =>
    rowsOf(`SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND query ~ '${standbyOf}'`);

  it("is not said to be in before the standby has it, nor when it is sent again", async () => {
    await expect
      .poll(async () => (await rowsOf("SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'")).length)
      .toBe(1);
    signalServer(standby.child, "SIGSTOP");
    const ends: string[] = [];
    const stored = batch(1);
    const first = storeBatch(scope, stored).then(() => ends.push("first"));
    await expect.poll(() => waitingFor("^COMMIT")).toHaveLength(1);
    await rowsOf("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
    // It is committed here, and others see it.
    await expect.poll(() => waitingFor("pg_logical_emit_message")).toHaveLength(1);
    const second = storeBatch(scope, stored).then(() => ends.push("second"));
    await expect.poll(() => waitingFor("COMMIT")).toHaveLength(1);
    expect(await rowsOf(`SELECT 1 FROM batches WHERE batch_id = '${stored.batchId}'`)).toHaveLength(1);
    expect(ends).toEqual([]);
    signalServer(standby.child, "SIGCONT");
    await Promise.all([first, second]);
    expect(ends.toSorted()).toEqual(["first", "second"]);
  });

  it("is not taken for another server's transaction of the same number", async () => {
    const change = changeInLab(scope, {
      work: async (tx) => {
        signalServer(standby.child, "SIGSTOP");
        await raiseLabVersion(scope, tx, { receivedAt: null });
        signalServer(postmasterOf(await pidOf(onPrimary)), "SIGKILL");
        signalServer(standby.child, "SIGCONT");
        await onStandby.query("SELECT pg_promote()");
        await countTo(onStandby, BigInt(tx.raised?.mark.id ?? 0));
      },
      raises: () => "nothing",
    });
    await expect(change).rejects.toMatchObject({ kind: "undecided" });
  });

  it("is not taken for a transaction that the same server gave its number after a crash", async () => {
    const change = changeInLab(scope, {
      work: async (tx) => {
        await raiseLabVersion(scope, tx, { receivedAt: null });
        const victim = await connected(standby.ownerUrl);
        process.kill(await pidOf(victim), "SIGKILL");
        await onStandby.end().catch(() => {});
        onStandby = await connected(standby.ownerUrl);
        await countTo(onStandby, BigInt(tx.raised?.mark.id ?? 0));
      },
      raises: () => "nothing",
    });
    await expect(change).rejects.toMatchObject({ kind: "undecided" });
    await storeBatch(scope, batch(2));
  });
});

async function connected(connectionString: string): Promise<pg.Client> {
  for (;;) {
    const client = new pg.Client({ connectionString });
    client.on("error", () => {}); // its server is ended under it
    const isThere = await client.connect().then(
      () => true,
      () => false,
    );
    if (isThere) return client;
  }
}

const bothOf = (one: string, other: string) =>
  one.replace(new URL(one).host, `${new URL(one).host},${new URL(other).host}`);

const pidRow = z.object({ pid: z.int() });
const pidOf = async (client: pg.Client) =>
  pidRow.parse((await client.query("SELECT pg_backend_pid() AS pid")).rows[0]).pid;

/** The parent of one of a server's processes. */
const postmasterOf = (pid: number) => ({
  pid: Number(/\) \w (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1]),
});

const idRow = z.object({ id: z.coerce.bigint() });

/** Has the server give numbers to transactions up to that one. */
async function countTo(client: pg.Client, last: bigint): Promise<void> {
  for (;;) {
    const { rows } = await client.query("SELECT pg_current_xact_id()::text AS id");
    if (idRow.parse(rows[0]).id >= last) return;
  }
}
