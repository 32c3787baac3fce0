import { rmSync, statfsSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { type Case, disturb, type Stage, countAcknowledged } from "../case";
import { until } from "../system";

// The database goes away, is slow, or refuses. Batches are acknowledged all the same, for known keys, and stored when it is back.

const AGAIN_MS = 200;
const SLOW_MS = 500;
const NARROW_BYTES_PER_S = 200_000;
const BIG_BATCH = 20_000;
const LOSE_EVERY = 3;
const SOME = 20;
const BALLAST = "ballast";

/** Goes on with something for as long as an outage lasts. */
async function forAnOutage(stage: Stage, work: () => Promise<unknown>): Promise<void> {
  for (const untilMs = Date.now() + stage.outageMs; Date.now() < untilMs; ) {
    await work();
    await pause(AGAIN_MS);
  }
}

const TERMINATE = `
  SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE application_name LIKE 'chargetracker%' AND pid <> pg_backend_pid()`;

const terminateBackends = ({ system }: Stage) => system.withDatabase((database) => database.query(TERMINATE));

function expectSome({ complain, note }: Stage, acknowledged: number): void {
  note(`${acknowledged} batches acknowledged meanwhile`);
  if (acknowledged === 0) complain("nothing was acknowledged meanwhile, though the key is known");
}

/** Takes every connection that the application may have, until the answered function gives them back. */
async function takeConnections(stage: Stage): Promise<() => Promise<void>> {
  const taken: pg.Client[] = [];
  const giveBack = async () => void (await Promise.all(taken.splice(0).map((client) => client.end())));
  stage.afterwards(giveBack);
  const takeAll = async () => {
    for (;;) {
      const client = new pg.Client({ connectionString: stage.system.env.DATABASE_URL });
      client.on("error", () => {});
      try {
        await client.connect();
      } catch (cause) {
        if (cause instanceof Error && "code" in cause && cause.code === "53300") return;
        throw cause;
      }
      taken.push(client);
    }
  };
  await takeAll();
  await terminateBackends(stage);
  await takeAll();
  return giveBack;
}

/** Restarts the application's processes so that they reach the database through the proxy. */
async function reachThroughProxy({ system }: Stage): Promise<void> {
  for (const part of [system.web, system.worker]) {
    await part.end("SIGTERM");
    await part.start({ postgres: "proxied" });
  }
}

async function fillDisk(folder: string): Promise<string> {
  const ballast = join(folder, BALLAST);
  const file = await open(ballast, "w");
  try {
    for (let piece = Buffer.alloc(1 << 20); piece.byteLength >= 512; ) {
      const isWritten = await file.write(piece).then(
        ({ bytesWritten }) => bytesWritten === piece.byteLength,
        () => false,
      );
      if (!isWritten) piece = piece.subarray(0, piece.byteLength / 2);
    }
  } finally {
    await file.close();
  }
  return ballast;
}

export const POSTGRES_CASES: readonly Case[] = [
  {
    name: "PostgreSQL stopped and started",
    async run(stage) {
      const { postgres } = stage.system;
      let acknowledged = () => 0;
      await disturb(
        stage,
        async () => {
          await postgres.end("SIGINT");
          acknowledged = countAcknowledged(stage);
        },
        async () => {
          expectSome(stage, acknowledged());
          await postgres.start();
        },
      );
    },
  },
  {
    name: "PostgreSQL restarted in the middle of a COPY",
    async run(stage) {
      const { system, cyclers } = stage;
      await cyclers.sendOne("copied"); // the cell is known
      await system.worker.end("SIGTERM");
      await system.worker.start({ postgres: "proxied" });
      system.proxies.postgres.bytesPerS = NARROW_BYTES_PER_S;
      await cyclers.sendOne("copied", BIG_BATCH);
      await until("rows are being copied", () => system.withDatabase(isCopying));
      await system.postgres.end("SIGINT");
      system.proxies.postgres.bytesPerS = Number.POSITIVE_INFINITY;
      await system.postgres.start();
    },
  },
  {
    name: "the database's backends terminated, again and again",
    async run(stage) {
      stage.cyclers.begin();
      await stage.cyclers.untilAcknowledged(SOME);
      await forAnOutage(stage, () => terminateBackends(stage));
      await stage.cyclers.untilAcknowledged(SOME);
    },
  },
  {
    name: `PostgreSQL slow: ${SLOW_MS} ms more for each answer`,
    async run(stage) {
      await reachThroughProxy(stage);
      const { postgres } = stage.system.proxies;
      await disturb(
        stage,
        async () => {
          postgres.answerDelayMs = SLOW_MS;
        },
        async () => {
          postgres.answerDelayMs = 0;
        },
      );
    },
  },
  {
    name: "PostgreSQL out of connections",
    async run(stage) {
      let giveBack = async () => {};
      let acknowledged = () => 0;
      await disturb(
        stage,
        async () => {
          giveBack = await takeConnections(stage);
          acknowledged = countAcknowledged(stage);
        },
        async () => {
          expectSome(stage, acknowledged());
          await giveBack();
        },
      );
    },
  },
  {
    name: "the answers of COMMITs lost",
    async run(stage) {
      const { system, complain, note } = stage;
      await system.worker.end("SIGTERM");
      await system.worker.start({ postgres: "proxied" });
      const { postgres } = system.proxies;
      await disturb(
        stage,
        async () => {
          postgres.lostCommits = 0;
          postgres.loseEveryNthCommit = LOSE_EVERY;
        },
        async () => {
          postgres.loseEveryNthCommit = 0;
        },
      );
      note(`${postgres.lostCommits} answers lost`);
      if (postgres.lostCommits === 0) complain("no COMMIT passed the proxy");
    },
  },
  {
    name: "PostgreSQL's disk full",
    needsSmallDisk: true,
    async run(stage) {
      const { system, smallDisk, note } = stage;
      if (smallDisk === null) throw new Error("no small disk");
      let ballast = "";
      await disturb(
        stage,
        async () => {
          stage.afterwards(async () => rmSync(join(smallDisk, BALLAST), { force: true }));
          ballast = await fillDisk(smallDisk);
          if (statfsSync(smallDisk).bavail > 0) note("a little room was left");
        },
        async () => {
          rmSync(ballast);
          note(system.postgres.isRunning() ? "the server went on" : "the server ended, and was started again");
          if (!system.postgres.isRunning()) await system.postgres.start();
        },
      );
    },
  },
];

async function isCopying(database: pg.Client): Promise<boolean> {
  // TimescaleDB's COPY tells no progress; one that waits for its client has begun and not ended.
  const { rows } = await database.query(
    "SELECT FROM pg_stat_activity WHERE query LIKE 'COPY samples%' AND state = 'active' AND wait_event = 'ClientRead'",
  );
  return rows.length > 0;
}
