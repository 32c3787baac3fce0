import { z } from "zod";
import { storeBatchJob } from "./contracts/store-batch-job";
import { QUEUE_PREFIX, queueOf, WAITING } from "./job-contract";
import { requestRedis } from "./redis";
import { TURN_KEYS } from "./take-turn";

const QUEUE = `${QUEUE_PREFIX}:${storeBatchJob.queue}`;
/** The oldest job is its lab's next one; so many of those to come next are looked at. */
const LOOKED_AT = 256;
const MS_PER_S = 1000;

/** When the oldest waiting job was queued (ms, or nothing), the turn that is served now, and those that labs have come to. */
const LOOK = `
  local oldest = false
  local ids = redis.call('ZRANGE', KEYS[1], 0, ${LOOKED_AT - 1})
  ids[#ids + 1] = redis.call('LINDEX', KEYS[3], -1) or nil
  for _, id in ipairs(ids) do
    local queuedAt = tonumber(redis.call('HGET', ARGV[1] .. id, 'timestamp'))
    if queuedAt and (not oldest or queuedAt < oldest) then oldest = queuedAt end
  end
  local turns = #ids > 0 and redis.call('HGETALL', KEYS[2]) or {}
  return { oldest and string.format('%.0f', oldest) or '', turns }`;
const looked = z.tuple([z.string(), z.array(z.string())]);

export type WaitingBatches = {
  /** How long the oldest of the jobs waits, in s. */
  ageS: number;
  /** By lab: the turns, each a share of a round, that it queued ahead of the one that is served. */
  turnsOf: ReadonlyMap<number, number>;
};

/** @throws when Redis does not answer */
export async function lookAtWaiting(): Promise<WaitingBatches> {
  const [prioritized, , turns] = TURN_KEYS;
  const answer = await requestRedis().eval(LOOK, 3, prioritized, turns, `${QUEUE}:wait`, `${QUEUE}:`);
  const [oldest, pairs] = looked.parse(answer);
  const fields = new Map(
    pairs.flatMap((name, at) => (at % 2 === 0 ? [[name, Number.parseFloat(pairs[at + 1] ?? "")] as const] : [])),
  );
  const front = fields.get("front") ?? 1;
  fields.delete("front");
  return {
    ageS: oldest === "" ? 0 : Math.max(0, Date.now() - Number(oldest)) / MS_PER_S,
    turnsOf: new Map([...fields].map(([lab, turn]) => [Number(lab), Math.max(0, turn - front)])),
  };
}

/** Jobs of batches by what they wait for. @throws when Redis does not answer */
export async function countBatchJobs(): Promise<Record<"waiting" | "active" | "delayed" | "failed", number>> {
  const counts = await queueOf(storeBatchJob).getJobCounts(...WAITING, "active", "delayed", "failed");
  const { active = 0, delayed = 0, failed = 0 } = counts;
  return { waiting: WAITING.reduce((sum, state) => sum + (counts[state] ?? 0), 0), active, delayed, failed };
}
