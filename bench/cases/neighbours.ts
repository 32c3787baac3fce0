import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import type { BenchOptions } from "../options";
import { cpuColumns, type CpuUse, measureCpu } from "../load/processes";
import { type Mark, progress, type Result, type Row } from "../report";
import type { BenchLab, RunningSystem } from "../load/running-system";
import { startSlowSenders } from "../load/slow-senders";
import { startTwoLabs } from "../load/two-labs";
import { quantile, rounded, timesRow } from "../statistics";

// What does a lab notice of others that behave badly: of bytes that come one by one, and of a lab that sends far more than it may?

const QUIET = { requestsPerS: 100, shape: { cells: 1, samplesOfCell: 10 }, cells: 20 };
const NOISY = { requestsPerS: 500, shape: { cells: 1, samplesOfCell: 100 }, cells: 20 };
const SLOW_SENDERS = 500;
const PHASE_S = 8;
const SETTLE_S = 3;
const WARM_UP_S = 15;
/** Longer than the burst that a lab is allowed after a pause. */
const NOISE_SETTLES_S = 15;
const MARK_NOISE = 1.1;
/** As long as a lab's own batches may wait to be stored together. */
export const MARK_WAIT_MS = 250;
/** What each key of this benchmark's labs may send: a small lab's share. */
export const NEIGHBOURS_ENV = { INGEST_REQUESTS_PER_S: "200", INGEST_SAMPLES_PER_S: "2000" };

type Neighbours = "none" | "500 slow senders" | "a noisy lab";

export async function measureNeighbours(system: RunningSystem, options: BenchOptions): Promise<Result> {
  const { quiet, noisy, quietPlan, noisyPlan, load, noise, workers } = await startTwoLabs(system, options, {
    quiet: QUIET.cells,
    noisy: NOISY.cells,
  });
  const times = new Map<Neighbours, number[]>();
  const p99s = new Map<Neighbours, number[]>();
  const uses = new Map<Neighbours, CpuUse[]>();
  const waits = new Map<Neighbours, number[]>();
  let next = 0;
  const pace = async (seconds: number) => {
    const job = { plan: quietPlan, form: "rows" as const, ...QUIET, watchedCells: [] };
    const paced = await load.pace({ ...job, from: next, seconds });
    next += paced.requests;
    if (paced.accepted !== paced.requests) throw new Error(`quiet lab: ${JSON.stringify(paced.answers)}`);
    return paced.latenciesMs;
  };
  const phase = async (neighbours: Neighbours, settleS: number) => {
    await pace(settleS);
    const cpu = measureCpu(system.processes);
    const since = await clockOf(system);
    const latenciesMs = await pace(PHASE_S);
    times.set(neighbours, [...(times.get(neighbours) ?? []), ...latenciesMs]);
    uses.set(neighbours, [...(uses.get(neighbours) ?? []), cpu()]);
    p99s.set(neighbours, [...(p99s.get(neighbours) ?? []), quantile(latenciesMs, 0.99)]);
    waits.set(neighbours, [...(waits.get(neighbours) ?? []), ...(await waitsSince(system, quiet, since))]);
    progress(`${neighbours}: p99 ${rounded(quantile(latenciesMs, 0.99))} ms`);
  };
  let refused = 0;
  let made = 0;
  await pace(WARM_UP_S);
  for (let round = 0; round < options.rounds; round++) {
    await phase("none", SETTLE_S);
    const slow = startSlowSenders(system.url, noisy.apiKey, SLOW_SENDERS);
    while (slow.open() < SLOW_SENDERS) await pause(10);
    await phase("500 slow senders", SETTLE_S);
    slow.stop();
    const seconds = NOISE_SETTLES_S + PHASE_S;
    const noising = noise.pace({ plan: noisyPlan, form: "rows", ...NOISY, from: made, seconds, watchedCells: [] });
    noising.catch(() => {}); // awaited below
    await phase("a noisy lab", NOISE_SETTLES_S);
    const { requests, accepted } = await noising;
    made += requests;
    refused += requests - accepted;
  }
  await Promise.all([load.end(), noise.end()]);
  const p99 = (neighbours: Neighbours) => quantile(p99s.get(neighbours) ?? [], 0.5);
  const ratio = (neighbours: Neighbours) => p99(neighbours) / p99("none");
  const rows: Row[] = [...times].map(([neighbours, latenciesMs]) => ({
    ...timesRow(neighbours, latenciesMs),
    ...cpuColumns(uses.get(neighbours) ?? []),
  }));
  const mark = (neighbours: Neighbours) => ({
    text: `median p99 of the rounds beside ${neighbours} ÷ alone = ${rounded(ratio(neighbours))}, to be < ${MARK_NOISE}`,
    isReached: ratio(neighbours) < MARK_NOISE,
  });
  return {
    about: `A lab's answers at ${QUIET.requestsPerS} requests a second of ${QUIET.shape.samplesOfCell} samples; the noisy lab asks ${NOISY.requestsPerS} times a second, of which ${refused} of ${made} were refused.`,
    tables: [
      { title: "Answers to the quiet lab", rows },
      {
        title: `From accepted to a worker's transaction, the quiet lab's batches, ${workers} workers`,
        rows: [...waits].map(([neighbours, waitsMs]) => timesRow(neighbours, waitsMs)),
      },
    ],
    marks: [mark("500 slow senders"), mark("a noisy lab"), waitMark(waits)],
  };
}

/** A noisy lab takes no more of the workers than leaves the quiet one's batches waiting for about as long. */
function waitMark(waits: ReadonlyMap<Neighbours, readonly number[]>): Mark {
  const p95 = (neighbours: Neighbours) => quantile(waits.get(neighbours) ?? [], 0.95);
  const moreMs = p95("a noisy lab") - p95("none");
  return {
    text: `beside a noisy lab a batch waits ${rounded(moreMs)} ms more for a worker (p95), to be < ${MARK_WAIT_MS}`,
    isReached: moreMs < MARK_WAIT_MS,
  };
}

const clockRow = z.object({ now: z.string() });
export const clockOf = async ({ database }: RunningSystem) =>
  clockRow.parse((await database.query("SELECT clock_timestamp()::text AS now")).rows[0]).now;

const WAITS = `
  SELECT extract(epoch FROM b.stored_at - b.received_at)::float8 * 1000 AS wait_ms FROM batches b JOIN labs USING (lab_id)
  WHERE slug = $1 AND b.received_at >= $2::timestamptz`;
const waitRow = z.object({ wait_ms: z.number() });

/** How long the batches of a lab waited for a worker since a moment, as the ledger has it. */
async function waitsSince({ database }: RunningSystem, { labSlug }: BenchLab, since: string): Promise<number[]> {
  const { rows } = await database.query(WAITS, [labSlug, since]);
  return z
    .array(waitRow)
    .parse(rows)
    .map(({ wait_ms }) => wait_ms);
}
