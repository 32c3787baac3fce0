import { createHash } from "node:crypto";
import { AppError } from "../errors";
import { isRedisReady, requestRedis } from "./redis";

const PATIENCE_MS = 500;
/** Counts one use; the seconds to wait where a bound is passed, else 0. Nothing is counted that is refused. */
const COUNT_USE = `
  for place = 1, #KEYS do
    if tonumber(redis.call('GET', KEYS[place]) or 0) >= tonumber(ARGV[2 * place - 1]) then
      return { place, math.max(redis.call('TTL', KEYS[place]), 1) }
    end
  end
  for place = 1, #KEYS do
    if redis.call('INCR', KEYS[place]) == 1 then redis.call('EXPIRE', KEYS[place], ARGV[2 * place]) end
  end
  return { 0, 0 }`;

export type UseBound = {
  /** What is counted, and for whom; neither is kept as it is. */
  of: readonly [what: string, whose: string];
  most: number;
  windowS: number;
  /** What is said at the bound. */
  refusal: string;
};

/**
 * Counts one use under each of these bounds, over all labs and processes, for as long as each bound's window.
 * @throws AppError `too_many` where one is reached; `unavailable` while nobody can count
 */
export async function countUse(bounds: readonly UseBound[]): Promise<void> {
  const redis = requestRedis();
  if (!(await isRedisReady(redis, PATIENCE_MS))) throw uncounted();
  const keys = bounds.map(
    ({ of }) => `ct:uses:${createHash("sha256").update(of.join("\n")).digest("hex").slice(0, 32)}`,
  );
  const limits = bounds.flatMap(({ most, windowS }) => [most, windowS]);
  const answer = await redis.eval(COUNT_USE, keys.length, ...keys, ...limits).catch((cause) => {
    throw uncounted(cause);
  });
  const [place = 0, waitS = 0] = Array.isArray(answer) ? answer.map(Number) : [];
  const passed = bounds[place - 1];
  if (passed) throw new AppError("too_many", passed.refusal, { retryAfterS: waitS });
}

const uncounted = (cause?: unknown) =>
  new AppError("unavailable", "This is not possible now. Try again in a moment.", { retryAfterS: 2, cause });
