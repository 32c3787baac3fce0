import { createHash } from "node:crypto";
import { APIError, createAuthMiddleware } from "better-auth/api";
import { isRedisReady, requestRedis } from "../jobs/redis";

/**
 * Guesses at one account from one address, and from all addresses that never signed in to it. Nobody is locked out by another: an
 * address from which the account was signed in to has a count of its own.
 */
const FROM_ONE_ADDRESS = { max: 10, windowS: 5 * 60 };
const FROM_STRANGERS = { max: 100, windowS: 60 * 60 };
const REMEMBER_ADDRESS_S = 90 * 86_400;
const SIGN_IN_PATH = "/sign-in/email";

/** Counts one attempt in each bucket; the seconds to wait where one is over its limit, else 0. */
const COUNT_ATTEMPT = `
  local function count(key, max, window)
    local attempts = redis.call('INCR', key)
    if attempts == 1 then redis.call('EXPIRE', key, window) end
    return attempts > tonumber(max) and math.max(redis.call('TTL', key), 1) or 0
  end
  local wait = count(KEYS[1], ARGV[1], ARGV[2])
  if redis.call('EXISTS', KEYS[3]) == 1 then return wait end
  return math.max(wait, count(KEYS[2], ARGV[3], ARGV[4]))`;

/** Before a sign-in: 429 when too many were tried. Refuses all while Redis is away, for then nobody counts. */
export const limitSignIn = createAuthMiddleware(async (ctx) => {
  if (ctx.path !== SIGN_IN_PATH) return;
  const { pair, strangers, known } = keysOf(ctx.body, ctx.headers);
  const { max, windowS } = FROM_ONE_ADDRESS;
  const redis = requestRedis();
  const waitS = (await isRedisReady(redis, 500))
    ? await redis
        .eval(COUNT_ATTEMPT, 3, pair, strangers, known, max, windowS, FROM_STRANGERS.max, FROM_STRANGERS.windowS)
        .catch(() => null)
    : null;
  if (waitS === null)
    throw new APIError("SERVICE_UNAVAILABLE", { message: "Signing in is not possible now. Try again in a moment." });
  if (Number(waitS) === 0) return;
  const message = `Too many attempts. Try again in ${Math.ceil(Number(waitS) / 60)} min.`;
  throw new APIError("TOO_MANY_REQUESTS", { message }, { "Retry-After": String(waitS) });
});

/** After one that succeeded: its address is known, and starts at zero. */
export const forgiveSignIn = createAuthMiddleware(async (ctx) => {
  if (ctx.path !== SIGN_IN_PATH || !ctx.context.newSession) return;
  const { pair, known } = keysOf(ctx.body, ctx.headers);
  const done = requestRedis().multi().del(pair).set(known, "1", "EX", REMEMBER_ADDRESS_S).exec();
  await done.catch(() => {}); // they are signed in; the count ends by itself
});

function keysOf(body: unknown, headers: Headers | undefined) {
  const email = typeof body === "object" && body !== null && "email" in body ? String(body.email).toLowerCase() : "";
  const account = digest(email);
  const pair = digest(`${email}\n${addressOf(headers)}`);
  return {
    pair: `ct:sign-in:pair:${pair}`,
    strangers: `ct:sign-in:strangers:${account}`,
    known: `ct:sign-in:known:${pair}`,
  };
}

/** The address that the nearest proxy, or Next.js itself, saw: the last one, for a client can send the ones before it. */
function addressOf(headers: Headers | undefined): string {
  return headers?.get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "unknown";
}

const digest = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 32);
