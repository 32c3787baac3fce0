import { z } from "zod";
import { QUEUE_PREFIX } from "./job-contract";
import { isRedisReady, requestRedis } from "./redis";

// Labs take turns in the queue of batches: one with thousands of waiting jobs keeps another's one waiting for a round of the labs, not for all of
// them. By start-time fair queueing (Goyal, Vin and Cheng 1996), with BullMQ's priorities for the start times: what a lab queues begins where its
// own last job ended, or at the front of the queue where nothing of it waits, so that who was quiet has saved up nothing but that its first share goes
// before those of the others. Within a lab it is first come, first served.

/** A lab's share of a round: so many jobs, or so many samples. */
export const JOBS_A_TURN = 16;
const SAMPLES_A_TURN = 10_000;
/** BullMQ takes no higher priority. Turns begin anew whenever nothing waits; jobs that would come after this one are served as they came. */
const LAST_TURN = 2_097_151;
/** A lab's first share lies one turn before it, and BullMQ's priorities begin with 1. */
const FIRST_FRONT = 2;
/** What BullMQ multiplies a priority by, to keep those of one in their order. */
const JOBS_OF_A_PRIORITY = 2 ** 32;

const PATIENCE_MS = 500;

const QUEUE = `${QUEUE_PREFIX}:batches`;
const TURNS = "ct:turns";
/** What `takeTurn` of `TAKE_TURN` is called with, in this order. */
export const TURN_KEYS = [`${QUEUE}:prioritized`, `${QUEUE}:delayed`, TURNS] as const;

/** For scripts: the turn of a job of so many samples that a lab is about to queue, never before the one of the job that the lab queued last. */
export const TAKE_TURN = `
  local function takeTurn(prioritized, delayed, turns, lab, samples)
    local first = redis.call('ZRANGE', prioritized, 0, 0, 'WITHSCORES')
    local front = tonumber(redis.call('HGET', turns, 'front') or 1)
    if first[2] then front = math.max(front, math.floor(tonumber(first[2]) / ${JOBS_OF_A_PRIORITY}))
    elseif redis.call('ZCARD', delayed) == 0 then
      redis.call('DEL', turns)
      front = 1
    end
    front = math.max(front, ${FIRST_FRONT})
    local own, last = string.match(redis.call('HGET', turns, lab) or '', '^([^:]+):?(%d*)$')
    local begin = math.max(front, tonumber(own or 1))
    local turn = math.min(math.floor(begin), ${LAST_TURN})
    if begin < front + 1 then turn = front - 1 end
    turn = math.max(turn, tonumber(last) or 1)
    local share = math.max(1 / ${JOBS_A_TURN}, samples / ${SAMPLES_A_TURN})
    redis.call('HSET', turns, 'front', front, lab, string.format('%.17g:%d', begin + share, turn))
    return turn
  end`;

const TAKE = `${TAKE_TURN}
  return takeTurn(KEYS[1], KEYS[2], KEYS[3], ARGV[1], tonumber(ARGV[2]))`;

/**
 * The turn of a job of so many samples that the lab is about to queue.
 * @throws when Redis does not answer
 */
export async function takeTurn(labId: number, samples: number): Promise<number> {
  const redis = requestRedis();
  await isRedisReady(redis, PATIENCE_MS); // it says itself where it is not
  const turn = await redis.eval(TAKE, TURN_KEYS.length, ...TURN_KEYS, labId, samples);
  return z.int().positive().parse(turn);
}

/** What a lab's job is called, so that whose it is can be asked without its samples. */
export const jobNameOf = (labId: number) => `lab ${labId}`;

const NAME_OF_NEXT = `
  local first = redis.call('ZRANGE', KEYS[1], 0, 0)[1]
  return first and redis.call('HGET', ARGV[1] .. first, 'name') or ''`;

/**
 * What the job is called that is served next; empty where none waits.
 * @throws when Redis does not answer
 */
export async function nameOfNextJob(): Promise<string> {
  return z.string().parse(await requestRedis().eval(NAME_OF_NEXT, 1, TURN_KEYS[0], `${QUEUE}:`));
}
