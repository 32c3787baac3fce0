import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import type { Case } from "../faults/case";
import { startSystem, until } from "../faults/system";
import { PROJECT } from "../scripts/services/home.mjs";
import { unpackedPrograms } from "../scripts/services/packages.mjs";
import { runOrFail } from "../scripts/services/run-command.mjs";
import { dataFolder } from "../scripts/services/servers.mjs";
import { commandsOf } from "./documented-commands";
import { Machine } from "./machine";
import { type Place, runSuite } from "./suite";

// The database is destroyed under load and brought back by the commands that docs/operating.md gives.

const SOME = 20;
const STEPS = [
  "receive",
  "commit on both",
  "back up",
  "check",
  "restore",
  "stop at a moment",
  "begin a new archive",
] as const;

const commands = commandsOf(readFileSync(join(PROJECT, "docs/operating.md"), "utf8"), "Back from nothing");
const unknown = [...commands.keys()].filter((name) => !STEPS.some((step) => step === name));
if (unknown.length > 0) throw new Error(`commands that the drill does not run: ${unknown.join(", ")}`);

type Drill = {
  run: (step: (typeof STEPS)[number], values?: Record<string, string>) => Promise<string>;
  /** Ends who receives the log, if anybody does, and has another begin. */
  receive: () => Promise<void>;
  stopReceiving: () => Promise<void>;
  lose: () => void;
};
let drill: Drill | null = null;

async function start(place: Place) {
  const system = await startSystem(place);
  const programs = await unpackedPrograms(place.programsHome);
  const { user } = dataFolder(place.home, "archive");
  const folder = (name: string) => dataFolder(place.home, name).folder;
  const { hostname, port, username, password } = new URL(z.string().parse(system.env.MIGRATE_DATABASE_URL));
  const env = {
    ...system.env,
    PATH: `${programs.postgresBin}:${system.env.PATH}`,
    ARCHIVE: folder("archive"),
    BACKUPS: folder("backups"),
    PGDATA: join(place.home, "postgres"),
    PGHOST: hostname,
    PGPORT: port,
    PGUSER: username,
    PGPASSWORD: password,
    LC_ALL: "C",
    LOG_LEVEL: "silent",
  };
  const textOf = (step: string) => {
    const text = commands.get(step);
    if (text === undefined) throw new Error(`docs/operating.md has no command "${step}"`);
    return ["-e", "-c", text];
  };
  let receiver: Machine | null = null;
  const stopReceiving = async () => receiver?.kill();
  const newReceiver = () =>
    new Machine("receive", {
      fleet: place.fleet,
      start: async () =>
        place.fleet.start({ name: "receive", command: "bash", args: textOf("receive"), env, user, cwd: place.home }),
    });
  drill = {
    // The product's own command runs where the product is; the others as the servers do.
    run: (step, values = {}) => {
      const all = { ...env, ...values };
      return runOrFail(
        step,
        "bash",
        textOf(step),
        step === "check" ? { env: all } : { env: all, user, cwd: place.home },
      );
    },
    async receive() {
      await stopReceiving();
      receiver = newReceiver();
      await receiver.start();
    },
    stopReceiving,
    lose: () => {
      rmSync(env.PGDATA, { recursive: true, force: true });
      dataFolder(place.home, "postgres");
    },
  };
  return system;
}

const RECEIVES = "SELECT FROM pg_stat_replication WHERE application_name = 'archive' AND sync_state = 'sync'";

const restored: Case = {
  name: "the database destroyed, and restored from its archive",
  async run({ system, cyclers, note }) {
    if (!drill) throw new Error("nothing was started");
    const isReceiving = () => system.withDatabase(async (database) => (await database.query(RECEIVES)).rows.length > 0);
    await drill.receive();
    await drill.run("commit on both");
    await until("the archive follows", isReceiving);
    cyclers.begin();
    await cyclers.untilAcknowledged(SOME);
    await drill.run("back up");
    await cyclers.untilAcknowledged(SOME);
    note(`check: ${(await drill.run("check")).trim()}`);
    await system.postgres.end("SIGKILL");
    drill.lose();
    const lostMs = performance.now();
    await cyclers.untilAcknowledged(SOME);
    await drill.run("restore");
    await system.postgres.start();
    await drill.receive();
    await until("the archive follows the restored one", isReceiving);
    note(`the database took commits ${((performance.now() - lostMs) / 1000).toFixed(1)} s after it was destroyed`);
    await cyclers.untilAcknowledged(SOME);
  },
};

const MOMENT = "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US+00') AS moment";
const A_SECOND_MS = 1_000;

/** Of the case before: who receives is there, and commits wait for it. */
const asOfAMoment: Case = {
  name: "a table dropped, and all restored as of a second before",
  async run({ system, cyclers, note }) {
    if (!drill) throw new Error("nothing was started");
    const isReceiving = () => system.withDatabase(async (database) => (await database.query(RECEIVES)).rows.length > 0);
    cyclers.begin();
    await cyclers.untilAcknowledged(SOME);
    await drill.run("back up");
    await cyclers.untilAcknowledged(SOME);
    await system.worker.end("SIGTERM");
    await cyclers.untilAcknowledged(SOME); // these wait in Redis
    const moment = await system.withDatabase(async (database) => {
      const { rows } = await database.query(MOMENT);
      await pause(A_SECOND_MS);
      await database.query("DROP TABLE cycles CASCADE");
      return z.object({ moment: z.string() }).parse(rows[0]).moment;
    });
    const beganMs = performance.now();
    await system.web.end("SIGTERM");
    await drill.stopReceiving();
    await system.postgres.end("SIGKILL");
    drill.lose();
    await drill.run("restore");
    await drill.run("stop at a moment", { MOMENT: moment });
    await system.postgres.start();
    await drill.run("begin a new archive");
    await drill.receive();
    await until("the archive follows the restored one", isReceiving);
    await drill.run("back up");
    await system.web.start();
    await system.worker.start();
    note(
      `all was as of the moment ${((performance.now() - beganMs) / 1000).toFixed(1)} s after the mistake, a new base backup included`,
    );
    note(`check: ${(await drill.run("check")).trim()}`);
    await cyclers.untilAcknowledged(SOME);
  },
};

await runSuite("restore", start, { cases: [restored, asOfAMoment], outageMs: 0 });
