import { z } from "zod";
import type { BenchOptions } from "../options";
import type { BenchLab, RunningSystem } from "../load/running-system";
import { startTwoLabs } from "../load/two-labs";
import { progress, type Result } from "../report";
import { quantile, rounded, timesRow } from "../statistics";
import { clockOf, MARK_WAIT_MS } from "./neighbours";

// How long does a lab's batch wait for a worker while thousands of another lab's batches wait, which came before it?

const QUIET = { requestsPerS: 20, shape: { cells: 1, samplesOfCell: 10 }, cells: 20 };
const NOISY = { batches: 5_000, shape: { cells: 1, samplesOfCell: 100 }, cells: 20, inFlight: 8 };
const ALONE_S = 8;
const BESIDE_S = 15;

export async function measureBacklog(system: RunningSystem, options: BenchOptions): Promise<Result> {
  const { quiet, noisy, quietPlan, noisyPlan, load, noise, workers } = await startTwoLabs(system, options, {
    quiet: QUIET.cells,
    noisy: NOISY.cells,
  });
  let next = 0;
  const pace = async (seconds: number) => {
    const paced = await load.pace({ plan: quietPlan, form: "rows", ...QUIET, from: next, seconds, watchedCells: [] });
    next += paced.requests;
    if (paced.accepted !== paced.requests) throw new Error(`quiet lab: ${JSON.stringify(paced.answers)}`);
  };
  const alone: number[] = [];
  const beside: number[] = [];
  const lastedS: number[] = [];
  await pace(ALONE_S);
  for (let round = 0; round < options.rounds; round++) {
    const since = await clockOf(system);
    await pace(ALONE_S);
    alone.push(...(await waits(system, quiet, { since, until: await clockOf(system) })));
    await noise.prepare({
      plan: noisyPlan,
      form: "columns",
      shape: NOISY.shape,
      from: round * NOISY.batches,
      count: NOISY.batches,
    });
    signalWorkers(system, "SIGSTOP");
    await noise.send(NOISY.inFlight);
    const resumed = await clockOf(system);
    signalWorkers(system, "SIGCONT");
    await pace(BESIDE_S);
    const until = await lastStored(system, noisy);
    lastedS.push((Date.parse(until) - Date.parse(resumed)) / 1000);
    const found = await waits(system, quiet, { since: resumed, until });
    beside.push(...found);
    progress(`the backlog lasted ${rounded(lastedS.at(-1) ?? 0)} s; p95 ${rounded(quantile(found, 0.95))} ms`);
  }
  await Promise.all([load.end(), noise.end()]);
  const moreMs = quantile(beside, 0.95) - quantile(alone, 0.95);
  return {
    about: `${NOISY.batches} batches of ${NOISY.shape.samplesOfCell} samples of a noisy lab wait, which take ${workers} workers ${rounded(quantile(lastedS, 0.5))} s; a quiet lab sends ${QUIET.requestsPerS} batches a second meanwhile.`,
    tables: [
      {
        title: "From accepted to a worker's transaction, the quiet lab's batches",
        rows: [timesRow("alone", alone), timesRow("while the noisy lab's wait", beside)],
      },
    ],
    marks: [
      {
        text: `behind a backlog of another lab a batch waits ${rounded(moreMs)} ms more for a worker (p95), to be < ${MARK_WAIT_MS}`,
        isReached: beside.length > 0 && moreMs < MARK_WAIT_MS,
      },
    ],
  };
}

function signalWorkers({ processes }: RunningSystem, signal: NodeJS.Signals): void {
  for (const pid of processes.get("worker") ?? []) process.kill(pid, signal);
}

const WAITS = `
  SELECT extract(epoch FROM b.stored_at - b.received_at)::float8 * 1000 AS wait_ms FROM batches b JOIN labs USING (lab_id)
  WHERE slug = $1 AND b.received_at >= $2::timestamptz AND b.received_at < $3::timestamptz`;
const waitRow = z.object({ wait_ms: z.number() });

async function waits(
  { database }: RunningSystem,
  { labSlug }: BenchLab,
  { since, until }: { since: string; until: string },
) {
  const { rows } = await database.query(WAITS, [labSlug, since, until]);
  return z
    .array(waitRow)
    .parse(rows)
    .map(({ wait_ms }) => wait_ms);
}

const storedRow = z.object({ stored: z.string() });

/** When the last of a lab's batches so far was stored. */
async function lastStored({ database }: RunningSystem, { labSlug }: BenchLab): Promise<string> {
  const { rows } = await database.query(
    "SELECT max(b.stored_at)::text AS stored FROM batches b JOIN labs USING (lab_id) WHERE slug = $1",
    [labSlug],
  );
  return storedRow.parse(rows[0]).stored;
}
