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
  const keys = bounds.map(({ of }) => keyOf(of));
  const limits = bounds.flatMap(({ most, windowS }) => [most, windowS]);
  const answer = await redis.eval(COUNT_USE, keys.length, ...keys, ...limits).catch((cause) => {
    throw uncounted(cause);
  });
  const [place = 0, waitS = 0] = Array.isArray(answer) ? answer.map(Number) : [];
  const passed = bounds[place - 1];
  if (passed) throw new AppError("too_many", passed.refusal, { retryAfterS: waitS });
}

/** Counts what a set does not hold yet; the seconds to wait where it would grow over its bound, else 0. */
const COUNT_DISTINCT = `
  local fresh = {}
  for place = 3, #ARGV do
    if redis.call('SISMEMBER', KEYS[1], ARGV[place]) == 0 then fresh[#fresh + 1] = ARGV[place] end
  end
  if #fresh == 0 then return 0 end
  local held = redis.call('SCARD', KEYS[1])
  if held + #fresh > tonumber(ARGV[1]) then return math.max(redis.call('TTL', KEYS[1]), 1) end
  redis.call('SADD', KEYS[1], unpack(fresh))
  if held == 0 then redis.call('EXPIRE', KEYS[1], ARGV[2]) end
  return 0`;

/**
 * The same for different things of one kind, each of which counts once.
 * @throws AppError `too_many`, `unavailable`
 */
export async function countDistinct({ of, members, most, windowS, refusal }: UseBound & { members: string[] }) {
  const redis = requestRedis();
  if (!(await isRedisReady(redis, PATIENCE_MS))) throw uncounted();
  const waitS = await redis.eval(COUNT_DISTINCT, 1, keyOf(of), most, windowS, ...members).catch((cause) => {
    throw uncounted(cause);
  });
  if (Number(waitS) > 0) throw new AppError("too_many", refusal, { retryAfterS: Number(waitS) });
}

const keyOf = (of: UseBound["of"]) =>
  `ct:uses:${createHash("sha256").update(of.join("\n")).digest("hex").slice(0, 32)}`;

const uncounted = (cause?: unknown) =>
  new AppError("unavailable", "This is not possible now. Try again in a moment.", { retryAfterS: 2, cause });
