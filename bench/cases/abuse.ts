import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { type Abuse, type Answers, faultsOf } from "../../faults/abuse/abuse";
import { ABUSES } from "../../faults/abuse/abuses";
import { makeAttacker } from "../../faults/abuse/attacker";
import { endedOf, watchMemory } from "../load/processes";
import { restClient } from "../load/rest-client";
import type { RunningSystem } from "../load/running-system";
import type { BenchOptions } from "../options";
import { type Mark, progress, type Result, type Row } from "../report";
import { quantile, rounded } from "../statistics";
import { z } from "zod";

// What does another lab notice of a hostile customer? Each abuse of the fault suite, with that lab's reads beside it.

const QUIET_MS = 5000;
const SOME_READS_MS = 1000;
const SETTLE_MS = 3000;
/** Whose memory and life count. */
const WATCHED = ["web", "worker"] as const;
const MARKS = { p95Ratio: 3, p95Ms: 150, stallMs: 250, residentMiB: 300 };

/** Reads of the other lab, one after the other, while `work` goes on. */
async function timeReads(other: Other, work: () => Promise<unknown>): Promise<number[]> {
  const thread = new Worker(new URL("../load/neighbour.ts", import.meta.url), {
    workerData: other,
    execArgv: ["--import", "tsx"],
  });
  await once(thread, "message");
  const times = once(thread, "message");
  await Promise.all([work(), pause(SOME_READS_MS)]);
  thread.postMessage("end");
  const [timesMs] = z.tuple([z.array(z.number())]).parse(await times);
  return timesMs;
}

type Other = { url: string; apiKey: string };
type Resident = Record<(typeof WATCHED)[number], number>;
export type Noticed = {
  name: string;
  answers: Answers;
  /** Answers that are not documented. */
  faults: string[];
  /** Processes that were no more afterwards. */
  ended: string[];
  timesMs: number[];
  residentMiB: Resident;
};

export async function measureAbuse(system: RunningSystem, { only }: BenchOptions): Promise<Result> {
  const other = { url: system.url, apiKey: (await system.newLab("other")).apiKey };
  const attacker = await makeAttacker(system.url, system.env);
  await restClient(other.url, other.apiKey).put("/api/v1/cells/A", {});
  await timeReads(other, () => pause(QUIET_MS)); // what a process does once only
  const quietMs = await timeReads(other, () => pause(QUIET_MS));
  const quietMiB = await largestResident(system, () => pause(SETTLE_MS));
  const noticed: Noticed[] = [];
  for (const abuse of ABUSES.filter(({ name }) => name.includes(only))) {
    noticed.push(await beside(system, { abuse, attack: () => abuse.run(attacker, 1), other }));
    await pause(SETTLE_MS);
  }
  return resultOf(noticed, { quietMs, quietMiB });
}

async function beside(
  system: RunningSystem,
  { abuse, attack, other }: { abuse: Abuse; attack: () => Promise<Answers>; other: Other },
): Promise<Noticed> {
  let answers: Answers = {};
  let timesMs: number[] = [];
  const residentMiB = await largestResident(system, async () => {
    timesMs = await timeReads(other, async () => {
      answers = await attack();
    });
  });
  const { name } = abuse;
  progress(`${name}: ${JSON.stringify(answers)}, p95 ${rounded(quantile(timesMs, 0.95))} ms`);
  const ended = endedOf(system.processes, WATCHED);
  return { name, answers, faults: faultsOf(abuse, answers), ended, timesMs, residentMiB };
}

/** The most that each process held while something went on, MiB. */
async function largestResident(system: RunningSystem, work: () => Promise<unknown>): Promise<Resident> {
  const memory = watchMemory(system.processes, WATCHED);
  try {
    await work();
    return { web: memory.most("web"), worker: memory.most("worker") };
  } finally {
    memory.stop();
  }
}

type Quiet = { quietMs: number[]; quietMiB: Resident };

export function resultOf(noticed: readonly Noticed[], { quietMs, quietMiB }: Quiet): Result {
  const p95 = (timesMs: readonly number[]) => quantile(timesMs, 0.95);
  const mostMs = Math.max(MARKS.p95Ratio * p95(quietMs), MARKS.p95Ms);
  const worst = (of: (each: Noticed) => number) => Math.max(...noticed.map(of));
  const mark = (text: string, value: number, most: number, unit: string): Mark => ({
    text: `${text} ${rounded(value)} ${unit}, to be ≤ ${rounded(most)}`,
    isReached: value <= most,
  });
  const above = ({ residentMiB }: Noticed, of: keyof Resident) => residentMiB[of] - quietMiB[of];
  const rows: Row[] = noticed.map((each) => rowOf(each, p95(each.timesMs), above));
  return {
    about: `${noticed.length} abuses by one lab, and the reads of another. Quiet: p95 ${rounded(p95(quietMs))} ms, web ${rounded(quietMiB.web)} MiB, worker ${rounded(quietMiB.worker)} MiB.`,
    tables: [{ title: "Beside each abuse", rows }],
    marks: [
      mark(
        "another lab's reads, p95 beside the worst",
        worst(({ timesMs }) => p95(timesMs)),
        mostMs,
        "ms",
      ),
      mark(
        "the longest that a read took",
        worst(({ timesMs }) => Math.max(...timesMs)),
        MARKS.stallMs,
        "ms",
      ),
      ...WATCHED.map((of) =>
        mark(
          `memory of the ${of} process above quiet`,
          worst((each) => above(each, of)),
          MARKS.residentMiB,
          "MiB",
        ),
      ),
      markOfNone("answers that are not documented", noticed, ({ faults }) => faults),
      markOfNone("processes that ended", noticed, ({ ended }) => ended),
    ],
  };
}

function rowOf(each: Noticed, p95Ms: number, above: (each: Noticed, of: keyof Resident) => number): Row {
  const { name, answers, timesMs } = each;
  return {
    what: name,
    answered: Object.entries(answers)
      .map(([answer, count]) => `${count} × ${answer}`)
      .join(", "),
    "reads' p95": `${rounded(p95Ms)} ms`,
    longest: `${rounded(Math.max(...timesMs))} ms`,
    ...Object.fromEntries(WATCHED.map((of) => [`${of}, above quiet`, `${rounded(above(each, of))} MiB`])),
  };
}

/** What there is none of beside any abuse. */
function markOfNone(text: string, noticed: readonly Noticed[], of: (each: Noticed) => readonly string[]): Mark {
  const found = noticed.flatMap((each) => of(each).map((one) => `${one} (${each.name})`));
  return { text: `${text}: ${found.length === 0 ? "none" : found.join("; ")}`, isReached: found.length === 0 };
}
