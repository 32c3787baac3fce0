import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import pg from "pg";
import { z } from "zod";
import { migrateDatabase } from "../../scripts/services/application.mjs";
import { CELLS, ingestPlan, measureRound } from "./ingest-rounds";
import { startLoad } from "../load/load-process";
import { measureCpu, watchMemory } from "../load/processes";
import { makeCells, restClient } from "../load/rest-client";
import type { BenchLab, RunningSystem } from "../load/running-system";
import type { BenchOptions } from "../options";
import { type Mark, progress, type Result, type Row } from "../report";
import { rounded } from "../statistics";

// A lab from one database to another, by the operator's commands: how long, and what the command holds in memory meanwhile.

const DEFAULT_SAMPLES = 5e6;
const SHAPE = { cells: 1, samplesOfCell: 1000 };
const REQUESTS_AT_ONCE = 250;
const MARK_MEMORY_MIB = 300;
const THERE = "chargetracker_there";

export async function measureMove(system: RunningSystem, options: BenchOptions): Promise<Result> {
  const samples = options.samples ?? DEFAULT_SAMPLES;
  const lab = await system.newLab("move");
  await fill(system, lab, samples);
  const there = await anotherDatabase(system, lab);
  const folder = mkdtempSync(join(tmpdir(), "chargetracker-bench-move-"));
  const steps: [string, NodeJS.ProcessEnv, string[]][] = [
    ["export-lab", system.env, ["--lab", lab.labSlug, "--to", folder]],
    ["export-lab again", system.env, ["--lab", lab.labSlug, "--to", folder]],
    ["import-lab", there, ["--from", folder]],
  ];
  const rows: Row[] = [];
  const marks: Mark[] = [];
  try {
    for (const [name, env, args] of steps) {
      const { row, mark } = await measureCommand(system, name, env, args);
      rows.push(row);
      if (!name.endsWith("again")) marks.push(mark);
      console.log(row);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  const about = `A lab of ${CELLS} cells and ${samples} samples of 1 Hz, to another database of the same server, by the operator's commands.`;
  return { about, tables: [{ title: "By command", rows }], marks };
}

async function fill(system: RunningSystem, lab: BenchLab, samples: number): Promise<void> {
  const plan = ingestPlan(samples);
  await makeCells(restClient(system.url, lab.apiKey), plan);
  const load = await startLoad(system, lab);
  const requests = Math.ceil(samples / SHAPE.samplesOfCell);
  for (let from = 0; from < requests; from += REQUESTS_AT_ONCE) {
    const count = Math.min(REQUESTS_AT_ONCE, requests - from);
    await load.prepare({ plan, form: "columns", shape: SHAPE, from, count });
    await measureRound(system, load, count);
    if (from % (8 * REQUESTS_AT_ONCE) === 0) progress(`${(from + count) * SHAPE.samplesOfCell} samples stored`);
  }
  await load.end();
}

/** A database beside, in which the lab's owner has an account. @returns the environment of commands that use it */
async function anotherDatabase({ database, env }: RunningSystem, { email }: BenchLab): Promise<NodeJS.ProcessEnv> {
  const beside = (url: string | undefined) => Object.assign(new URL(url ?? ""), { pathname: `/${THERE}` }).toString();
  await database.query(`CREATE DATABASE ${THERE}`);
  const there = {
    ...env,
    DATABASE_URL: beside(env.DATABASE_URL),
    MIGRATE_DATABASE_URL: beside(env.MIGRATE_DATABASE_URL),
  };
  await migrateDatabase(there);
  const client = new pg.Client({ connectionString: there.MIGRATE_DATABASE_URL });
  await client.connect();
  await client.query("INSERT INTO users (id, name, email, email_verified) VALUES ('owner', 'Owner', $1, true)", [
    email,
  ]);
  await client.end();
  return there;
}

const answer = z.object({ samples: z.int() });

async function measureCommand(system: RunningSystem, name: string, env: NodeJS.ProcessEnv, args: string[]) {
  const [command = ""] = name.split(" ");
  const child = spawn(process.execPath, ["--import", "tsx", "scripts/admin.ts", command, ...args], {
    env: { ...env, LOG_LEVEL: "silent" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const processes = new Map([...system.processes, ["command", pidsOf(child)]]);
  const memory = watchMemory(processes, ["command"]);
  const cpu = measureCpu(processes);
  const [said] = await Promise.all([text(child.stdout), once(child, "exit")]);
  const { wallS } = cpu();
  memory.stop();
  if (child.exitCode !== 0) throw new Error(`${name} ended with ${child.exitCode}`);
  const { samples } = answer.parse(JSON.parse(said));
  const held = memory.most("command");
  return {
    row: {
      command: name,
      seconds: rounded(wallS),
      "samples/s": Math.round(samples / wallS),
      "at most, MiB": held,
      "second half, MiB": memory.most("command", wallS / 2),
    },
    mark: {
      text: `${name}: ${held} MiB resident at most, however large the lab, to be ≤ ${MARK_MEMORY_MIB}`,
      isReached: held <= MARK_MEMORY_MIB,
    },
  };
}

const pidsOf = ({ pid }: ChildProcess) => (pid === undefined ? [] : [pid]);
