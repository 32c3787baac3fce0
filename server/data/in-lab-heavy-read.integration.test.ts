import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { listSampleViews } from "../api/rest/cells/cell-samples";
import { env } from "../env";
import { AppError } from "../errors";
import type { LabScope } from "../lab-scope";
import { storeBatch } from "../services/batches/store-batch";
import { cloneTestDatabase } from "../testing/clone-test-database";
import { compressChunks } from "../testing/levels/compress-chunks";
import { batchOf, createLab } from "../testing/factories";
import { type PrivatePostgres, programsHome, signalServer, startPrivatePostgres } from "../testing/private-postgres";
import { inLabHeavyRead } from "./in-lab-heavy-read";
import { migrate } from "./migrate";

// A PostgreSQL and one that follows it, both of this test: the standby is made to lag, freezes, goes away, and takes up the writes.

describe.skipIf(programsHome() === null)("a read on the replica", () => {
  cloneTestDatabase();

  let primary: PrivatePostgres;
  let standby: Awaited<ReturnType<PrivatePostgres["startStandby"]>>;
  let onStandby: pg.Client;
  let scope: LabScope;
  let stored = 0;
  beforeAll(async () => {
    primary = await startPrivatePostgres();
    const { databaseUrl: appUrl, migrateDatabaseUrl: ownerUrl } = primary;
    await migrate({ ownerUrl, appUrl });
    standby = await primary.startStandby();
    Object.assign(env(), { DATABASE_URL: appUrl, MIGRATE_DATABASE_URL: ownerUrl, REPLICA_DATABASE_URL: standby.url });
    onStandby = await connected(standby.ownerUrl);
    ({ scope } = await createLab());
    await storeSample();
  }, 180_000);
  afterAll(async () => {
    await onStandby?.end().catch(() => {});
    delete env().REPLICA_DATABASE_URL;
    await primary?.end();
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

  /** One more, as a worker stores it. @returns how many there are */
  async function storeSample(): Promise<number> {
    await storeBatch(scope, batchOf("A", [{ timeUs: 1.7e15 + stored * 1e6, voltageV: 3, currentA: 1 }]));
    stored += 1;
    return stored;
  }

  const placeRow = z.object({ recovery: z.boolean() });
  /** Where a heavy read is answered. */
  const served = () =>
    inLabHeavyRead(scope, async ({ client }) => {
      const { recovery } = placeRow.parse((await client.query("SELECT pg_is_in_recovery() AS recovery")).rows[0]);
      return recovery ? "standby" : "primary";
    });
  /** How many samples a page's chart shows. */
  const shown = async () =>
    (await listSampleViews(scope, { params: { name: "A" }, query: { points: 1000 } })).points.time.length;
  const untilServedBy = (which: string) => expect.poll(served, { interval: 100 }).toBe(which);

  it("is answered there when it has everything, and sees the lab", async () => {
    await untilServedBy("standby");
    expect(await shown()).toBe(stored);
  });

  it("is answered there from chunks that were compressed, and changed after that", async () => {
    const owner = await connected(primary.migrateDatabaseUrl);
    await compressChunks(owner);
    await owner.end();
    for (let round = 0; round < 2; round++) {
      await untilServedBy("standby");
      expect(await shown()).toBe(stored);
      await storeSample();
    }
  });

  it("never shows less than what was stored before, however far the replica lags", async () => {
    await untilServedBy("standby");
    await onStandby.query("SELECT pg_wal_replay_pause()");
    await expect
      .poll(async () => (await onStandby.query("SELECT pg_get_wal_replay_pause_state() AS state")).rows[0].state)
      .toBe("paused");
    try {
      for (let round = 0; round < 5; round++) {
        expect(await storeSample()).toBe(await shown());
        expect(await served()).toBe("primary");
      }
    } finally {
      await onStandby.query("SELECT pg_wal_replay_resume()");
    }
    await untilServedBy("standby");
    expect(await shown()).toBe(stored);
  });

  it("runs again on the primary when it breaks off, but not when it is refused", async () => {
    await untilServedBy("standby");
    const ran: boolean[] = [];
    const work = () =>
      inLabHeavyRead(scope, async ({ client }) => {
        const { recovery } = placeRow.parse((await client.query("SELECT pg_is_in_recovery() AS recovery")).rows[0]);
        ran.push(recovery);
        if (recovery) throw new Error("canceling statement due to conflict with recovery");
        return "read";
      });
    expect(await work()).toBe("read");
    expect(ran).toEqual([true, false]);
    expect(await served()).toBe("standby"); // it is not away
    const refused = inLabHeavyRead(scope, async () => {
      throw new AppError("not_found", "There is no such cell.");
    });
    await expect(refused).rejects.toMatchObject({ kind: "not_found" });
  });

  it("is answered by the primary while the replica is frozen", async () => {
    await untilServedBy("standby");
    signalServer(standby.child, "SIGSTOP");
    try {
      for (let round = 0; round < 3; round++) expect(await storeSample()).toBe(await shown());
      expect(await served()).toBe("primary");
    } finally {
      signalServer(standby.child, "SIGCONT");
    }
    await untilServedBy("standby");
  });

  it("is answered by the primary when the replica takes writes of its own", async () => {
    await untilServedBy("standby");
    await onStandby.query("SELECT pg_promote()");
    await expect.poll(async () => (await onStandby.query("SELECT pg_is_in_recovery() AS is")).rows[0].is).toBe(false);
    // Its lab goes on by itself: a number as high as the primary's says nothing.
    await onStandby.query("UPDATE lab_states SET version = version + 100");
    expect(await storeSample()).toBe(await shown());
    expect(await served()).toBe("primary");
  });

  it("is answered by the primary when the replica is gone", async () => {
    signalServer(standby.child, "SIGKILL");
    for (let round = 0; round < 3; round++) expect(await storeSample()).toBe(await shown());
    expect(await served()).toBe("primary");
  });
});
