import type { Redis } from "ioredis";
import { z } from "zod";

/** What a process spent of an allowance: it grows by `perS` up to `most`, in the units of `amount`. */
export type SpentOf = { name: string; amount: number; perS: number; most: number };

const FIELDS = 3;

/** By Redis' clock: those of the processes differ. An allowance that is as good as new is kept no longer. */
const SPEND = `
  local time = redis.call('TIME')
  local now = time[1] + time[2] / 1000000
  local left = {}
  for place = 1, #KEYS do
    local amount, perS, most = unpack(ARGV, (place - 1) * ${FIELDS} + 1, place * ${FIELDS})
    local known = redis.call('HMGET', KEYS[place], 'credit', 'at')
    local credit = tonumber(most)
    if known[1] then credit = math.min(most, known[1] + math.max(0, now - known[2]) * perS) end
    credit = credit - amount
    redis.call('HSET', KEYS[place], 'credit', string.format('%.17g', credit), 'at', string.format('%.6f', now))
    redis.call('PEXPIRE', KEYS[place], math.ceil((most - credit) / perS * 1000) + 1000)
    left[place] = string.format('%.17g', credit)
  end
  return left`;

/**
 * Counts what was spent, over all processes.
 * @returns the credit that is left of each, below 0 where it is overdrawn
 * @throws when Redis does not answer
 */
export async function shareSpending(redis: Redis, spent: readonly SpentOf[]): Promise<number[]> {
  const keys = spent.map(({ name }) => `ct:rates:${name}`);
  const given = spent.flatMap(({ amount, perS, most }) => [amount, perS, most]);
  return z.array(z.coerce.number()).parse(await redis.eval(SPEND, keys.length, ...keys, ...given));
}
