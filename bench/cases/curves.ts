import { monitorEventLoopDelay } from "node:perf_hooks";
import { z } from "zod";
import { startLoad } from "../load/load-process";
import { watchMemory } from "../load/processes";
import { makeCells, restClient } from "../load/rest-client";
import type { BenchLab, RunningSystem } from "../load/running-system";
import { cellName, type SamplePlan } from "../load/samples";
import type { BenchOptions } from "../options";
import { type Mark, progress, type Result, type Row } from "../report";
import { quantile, rounded, timesRow } from "../statistics";
import { measureRound } from "./ingest-rounds";

const CYCLES = 50;
const FAMILIES = [
  { rows: 1000, stepMs: 10_000, firstMs: 200 },
  { rows: 10_000, stepMs: 1000, firstMs: 1500 },
] as const;
const CACHED_MS = 20;
const HELD_MS = 50;
const MEMORY_GROWTH = 1.1;
/** Half a cycle of a plan's rows moves so much; without a grid dV/dQ has a 250th of a step's capacity, as pages ask for it. */
const STEP_AH = (FAMILIES[0].rows * FAMILIES[0].stepMs) / 2 / 3_600_000;
/** With each a parameter that makes other curves of the same samples: what was asked for before serves none of them. */
const KINDS = {
  vq: (turn: number) => `points=${100 + (turn % 200)}`,
  dqdv: (turn: number) => `gridV=${0.005 + turn * 1e-7}`,
  dvdq: (turn: number) => `gridAh=${STEP_AH / 250 + turn * 1e-8}`,
} as const;
type Kind = keyof typeof KINDS;
const KIND_NAMES = Object.keys(KINDS) as Kind[];
const WARM_UP = 3;
const FIRST = 8;
const AGAIN = 25;

/** Families of curves of one cell's cycles: made of samples, and as they are kept. Over HTTP; the event loop inside the procedure. */
export async function measureCurves(system: RunningSystem, _options: BenchOptions): Promise<Result> {
  const lab = await system.newLab("curves");
  const memory = watchMemory(system.processes, ["web"]);
  const tables: Row[] = [];
  const marks: Mark[] = [];
  for (const { rows, stepMs, firstMs } of FAMILIES) {
    const plan = planOf(rows, stepMs);
    await fill(system, lab, plan);
    for (const kind of KIND_NAMES) {
      const family = familyOf(system, lab, { cell: cellName(plan, 0), kind });
      const { first, read, again } = await family();
      tables.push(timesRow(`${rows} rows, ${kind}, made of samples`, first));
      if (read.length > 0) {
        tables.push(timesRow(`${rows} rows, ${kind}, read as kept`, read));
        const what = `${CYCLES} cycles of ${rows} rows, ${kind}, read as kept: median`;
        marks.push(mark(what, quantile(read, 0.5), CACHED_MS, "ms"));
      }
      tables.push(timesRow(`${rows} rows, ${kind}, asked for again`, again));
      marks.push(
        mark(`${CYCLES} cycles of ${rows} rows, ${kind}, made of samples: median`, quantile(first, 0.5), firstMs, "ms"),
        mark(
          `${CYCLES} cycles of ${rows} rows, ${kind}, asked for again: median`,
          quantile(again, 0.5),
          CACHED_MS,
          "ms",
        ),
      );
    }
  }
  marks.push(mark("the longest that the event loop was held", await heldMs(system, lab), HELD_MS, "ms"));
  marks.push(await memoryMark(system, lab, memory));
  memory.stop();
  return {
    about: `Charges and discharges of ${CYCLES} cycles of one cell over HTTP, to the last byte of the answer.`,
    tables: [{ title: "Times", rows: tables }],
    marks,
  };
}

const mark = (what: string, value: number, most: number, unit: string): Mark => ({
  text: `${what} ${rounded(value)} ${unit}, to be ≤ ${most}`,
  isReached: value <= most,
});

function planOf(rows: number, stepMs: number): SamplePlan {
  const startMs = Date.now() - (CYCLES + 1) * rows * stepMs;
  return { prefix: `of-${rows}`, cells: 1, startMs, stepMs, samplesInCycle: rows, isStaggered: false };
}

/** A request a cycle, and one more, so that the last one asked for is finished. */
async function fill(system: RunningSystem, lab: BenchLab, plan: SamplePlan): Promise<void> {
  await makeCells(restClient(system.url, lab.apiKey), plan);
  const load = await startLoad(system, lab);
  const shape = { cells: 1, samplesOfCell: plan.samplesInCycle };
  await load.prepare({ plan, form: "columns", shape, from: 0, count: CYCLES + 1 });
  await measureRound(system, load, CYCLES + 1);
  await load.end();
  progress(`${CYCLES} cycles of ${plan.samplesInCycle} rows stored`);
}

const forget = (system: RunningSystem) => system.database.query("DELETE FROM run_curves");

/** Never the same parameters twice. */
let turn = 0;

/** Asks for a family: of samples, of what the database keeps, and again. */
function familyOf(system: RunningSystem, lab: BenchLab, { cell, kind }: { cell: string; kind: Kind }) {
  const ask = async (parameters: string) => {
    const beganMs = performance.now();
    const headers = { authorization: `Bearer ${lab.apiKey}` };
    const path = `/api/v1/cells/${cell}/curves?kind=${kind}&cycles=1-${CYCLES}&${parameters}`;
    const response = await fetch(system.url + path, { headers });
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return performance.now() - beganMs;
  };
  return async () => {
    const [first, read, again]: [number[], number[], number[]] = [[], [], []];
    for (let asked = -WARM_UP; asked < FIRST; asked++) {
      await forget(system);
      const parameters = KINDS[kind](turn++);
      const tookMs = await ask(parameters);
      // The same curves in another form: the process has no such answer, the database has the curves.
      const readMs = kind === "vq" ? await ask(`${parameters}&x=capacityAh`) : null;
      if (asked < 0) continue;
      first.push(tookMs);
      if (readMs !== null) read.push(readMs);
    }
    const parameters = KINDS[kind](turn++);
    for (let asked = -WARM_UP; asked < AGAIN; asked++) {
      const tookMs = await ask(parameters);
      if (asked >= 0) again.push(tookMs);
    }
    return { first, read, again };
  };
}

/** The longest that nothing else of a process had a turn while it made the largest family. */
async function heldMs(system: RunningSystem, lab: BenchLab): Promise<number> {
  Object.assign(process.env, system.env); // settings are read on first use
  const { createCaller } = await import("../../server/api/trpc/root");
  const { rows } = await system.database.query("SELECT id FROM users WHERE email = $1", [lab.email]);
  const { id } = z.object({ id: z.string() }).parse(rows[0]);
  const caller = createCaller({
    user: { userId: id, email: lab.email, name: "bench" },
    isSignedIn: async () => true,
  });
  const ask = (kind: Kind) => {
    const own = Object.fromEntries(new URLSearchParams(KINDS[kind](turn++)));
    const query = { kind, cycles: `1-${CYCLES}`, ...own };
    return caller.cells.curves({ labSlug: lab.labSlug, cell: "of-10000-000", query });
  };
  for (const kind of KIND_NAMES) await ask(kind);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  for (const kind of KIND_NAMES) await ask(kind);
  delay.disable();
  return delay.max / 1e6;
}

const ROUNDS = 20;

/** What the web process holds after many large families, against what it held after the first few. */
async function memoryMark(system: RunningSystem, lab: BenchLab, memory: ReturnType<typeof watchMemory>): Promise<Mark> {
  const ask = familyOf(system, lab, { cell: "of-10000-000", kind: "dqdv" });
  const before = memory.most("web");
  for (let round = 0; round < ROUNDS / FIRST; round++) await ask();
  const after = memory.most("web");
  return {
    text: `web ${after} MiB resident at most after ${ROUNDS} more families of 500,000 rows, ${before} before, to grow < ${MEMORY_GROWTH} ×`,
    isReached: after < MEMORY_GROWTH * before,
  };
}
