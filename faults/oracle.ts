import type { Redis } from "ioredis";
import type pg from "pg";
import { z } from "zod";
import type { Cyclers, Entry } from "./cyclers";
import { type CountedCycle, countDifferences, recount } from "./recount";
import { type System, until } from "./system";
import { numberAt, type Value, valueAt } from "./values";
import { countVerifyDifferences } from "./verify";

/** What is found when the fault has healed and the queue has drained. */
export type Verdict = {
  sent: number;
  acknowledged: number;
  stored: number;
  /** Samples that are there twice, or batches that count twice. */
  doubled: number;
  /** Acknowledged batches of which anything is missing or different. */
  lost: number;
  /** Batches without an answer that are there in part. */
  partial: number;
  /** Batches that were refused or turned away, and those of deleted cells, of which anything is there. */
  unwanted: number;
  /** Numbers that are not those of a fresh computation. */
  unequal: number;
  /** Jobs that failed. */
  failed: string[];
};

/** A system whose every queue and sample can be looked at. */
export type Judged = Pick<System, "url" | "env" | "lab" | "withDatabase" | "withRedis">;

/** Waits until no job waits or runs, and then compares what is stored with the journal. */
export async function judge(system: Judged, cyclers: Cyclers, mark: string): Promise<Verdict> {
  const failed = await system.withRedis(async (redis) => {
    await until("the queues have drained", async () => (await countOpenJobs(redis)) === 0);
    return listFailedJobs(redis);
  });
  return system.withDatabase(async (database) => {
    const cells = await readCells(database, system.lab.labId, cyclers.journal);
    const ledger = await readLedger(database, system.lab.labId, mark);
    const present = (entry: Entry) => presenceOf(entry, cells.get(entry.cell) ?? []);
    const of = (end: Entry["end"]) => cyclers.journal.filter((entry) => entry.end === end && !entry.isTombstoned);
    const tombstoned = cyclers.journal.filter(({ isTombstoned }) => isTombstoned);
    const missingInLedger = of("acknowledged").filter(({ batchId }) => !ledger.stored.has(batchId ?? ""));
    const there = cyclers.journal.filter((entry) => present(entry) === "whole");
    const storedThoughTombstoned = tombstoned.filter(({ batchId }) => ledger.stored.has(batchId ?? ""));
    return {
      sent: cyclers.journal.length,
      acknowledged: of("acknowledged").length + tombstoned.length,
      stored: there.length,
      doubled:
        countDoubled(cells) +
        Math.max(0, ledger.stored.size - there.length - storedThoughTombstoned.length) +
        ledger.miscounted,
      lost: new Set([...of("acknowledged").filter((entry) => present(entry) !== "whole"), ...missingInLedger]).size,
      partial: of("unanswered").filter((entry) => present(entry) === "part").length,
      unwanted: [...of("refused"), ...of("turned away"), ...tombstoned].filter((entry) => present(entry) !== "none")
        .length,
      unequal: await countUnequal(system, cells),
      failed,
    };
  });
}

type StoredSample = Value & { record: number };
type Cells = Map<string, StoredSample[]>;

const sampleRow = z
  .object({
    cell: z.string(),
    time_ms: z.coerce.number(),
    record: z.int(),
    test_time_s: z.number(),
    voltage_v: z.number(),
    current_a: z.number(),
    cycle: z.int(),
    step: z.int(),
  })
  .transform(({ cell, time_ms, test_time_s, voltage_v, current_a, ...row }) => ({
    cell,
    sample: { ...row, timeMs: time_ms, testTimeS: test_time_s, voltageV: voltage_v, currentA: current_a },
  }));

const LIST_SAMPLES = `
  SELECT c.name AS cell, extract(epoch FROM s.time) * 1000 AS time_ms, s.record, coalesce(s.test_time_s, s.test_time_us / 1e6::float8) AS test_time_s, s.voltage_v, s.current_a, s.cycle, s.step
  FROM cells c JOIN tests t USING (cell_id) JOIN samples s USING (test_id)
  WHERE c.lab_id = $1 AND c.name = ANY ($2) ORDER BY c.name, s.time, s.record`;

async function readCells(database: pg.Client, labId: number, journal: readonly Entry[]): Promise<Cells> {
  const names = [...new Set(journal.map(({ cell }) => cell))];
  const { rows } = await database.query(LIST_SAMPLES, [labId, names]);
  const found = Map.groupBy(z.array(sampleRow).parse(rows), ({ cell }) => cell);
  return new Map([...found].map(([cell, ofCell]) => [cell, ofCell.map(({ sample }) => sample)]));
}

/** The clock of the database: what is stored later belongs to the case that begins now. */
export async function ledgerMark(database: pg.Client): Promise<string> {
  const { rows } = await database.query("SELECT clock_timestamp()::text AS now");
  return z.object({ now: z.string() }).parse(rows[0]).now;
}

const ledgerRow = z.object({ batch_id: z.string(), status: z.string(), is_complete: z.boolean() });

async function readLedger(database: pg.Client, labId: number, mark: string) {
  const { rows } = await database.query(
    "SELECT batch_id, status, inserted = samples AS is_complete FROM batches WHERE lab_id = $1 AND stored_at >= $2",
    [labId, mark],
  );
  const stored = z
    .array(ledgerRow)
    .parse(rows)
    .filter(({ status }) => status === "stored");
  return {
    stored: new Set(stored.map(({ batch_id }) => batch_id)),
    // Each batch of the suite has samples of its own: one that found them there was counted before.
    miscounted: stored.filter(({ is_complete }) => !is_complete).length,
  };
}

/** Whether the samples of a batch are there, each with the value that was sent. */
function presenceOf({ cell, from, count }: Entry, samples: readonly StoredSample[]): "whole" | "part" | "none" {
  const own = samples.filter(({ timeMs }) => numberAt(timeMs) >= from && numberAt(timeMs) < from + count);
  if (own.length === 0) return "none";
  const right = own.filter((sample) => {
    const value = valueAt(cell, numberAt(sample.timeMs));
    return (
      sample.voltageV === value.voltageV &&
      sample.currentA === value.currentA &&
      sample.cycle === value.cycle &&
      sample.step === value.step
    );
  });
  return new Set(right.map(({ timeMs }) => timeMs)).size === count ? "whole" : "part";
}

function countDoubled(cells: Cells): number {
  return [...cells.values()].reduce(
    (sum, samples) => sum + samples.length - new Set(samples.map(({ timeMs }) => timeMs)).size,
    0,
  );
}

const cyclesAnswer = z.object({
  cycles: z.array(
    z.object({
      cycle: z.int(),
      sampleCount: z.int(),
      chargeCapacityAh: z.number(),
      dischargeCapacityAh: z.number(),
    }),
  ),
});

/** As a customer would, who asks again when told to. */
async function readCycles({ url, lab }: Judged, cell: string): Promise<z.infer<typeof cyclesAnswer>> {
  const headers = { authorization: `Bearer ${lab.key}` };
  let answer: unknown;
  await until(`the cycles of ${cell} are read`, async () => {
    const response = await fetch(`${url}/api/v1/cells/${encodeURIComponent(cell)}/cycles`, { headers });
    answer = await response.json();
    return response.status !== 503;
  });
  return cyclesAnswer.parse(answer);
}

/** Numbers that a customer reads and that differ from our own counting, or from the product's. */
async function countUnequal(system: Judged, cells: Cells): Promise<number> {
  let unequal = 0;
  for (const [cell, samples] of cells) {
    const { cycles } = await readCycles(system, cell);
    const theirs = new Map<number, CountedCycle>(cycles.map(({ cycle, ...counted }) => [cycle, counted]));
    unequal += countDifferences(recount(samples), theirs);
    unequal += await countVerifyDifferences(system, cell);
  }
  return unequal;
}

const LISTS = ["wait", "active", "paused"];
const SETS = ["delayed", "prioritized", "waiting-children"];
const META = /^ct:(.*):meta$/;

/** The application's queues, as BullMQ keeps them. */
async function listQueues(redis: Redis): Promise<string[]> {
  return (await redis.keys("ct:*:meta")).map((key) => key.replace(META, "ct:$1"));
}

/** Jobs of all queues that wait or run, at one moment: a job on its way from one place to another is in one of them. */
async function countOpenJobs(redis: Redis): Promise<number> {
  const asked = redis.multi();
  for (const queue of await listQueues(redis)) {
    for (const list of LISTS) asked.llen(`${queue}:${list}`);
    for (const set of SETS) asked.zcard(`${queue}:${set}`);
  }
  const sizes = (await asked.exec()) ?? [];
  return sizes.reduce((sum, [, size]) => sum + z.int().parse(size), 0);
}

async function listFailedJobs(redis: Redis): Promise<string[]> {
  const reasons: string[] = [];
  for (const queue of await listQueues(redis)) {
    for (const id of await redis.zrange(`${queue}:failed`, 0, -1)) {
      reasons.push((await redis.hget(`${queue}:${id}`, "failedReason")) ?? "unknown");
    }
  }
  return reasons;
}
