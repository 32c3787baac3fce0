import { createHash } from "node:crypto";
import { isRedisReady, requestRedis } from "../../jobs/redis";

type Limit = { max: number; windowS: number };
type LimitsOfAction = {
  /** From one address at one account. */
  pair: Limit;
  /** From one address at all accounts that never signed in from it. */
  address: Limit;
  /** At one account, from all addresses that it never signed in from. */
  account: Limit;
};

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Each of these sends a mail. */
const MAILS = {
  pair: { max: 5, windowS: HOUR },
  address: { max: 100, windowS: HOUR },
  account: { max: 20, windowS: HOUR },
} as const;

/**
 * How often something may be tried. Nobody is locked out by another: an address that an account signed in from has a count of its
 * own, and what the first limit refuses counts in none of the others.
 */
const LIMITS = {
  signIn: {
    pair: { max: 10, windowS: 5 * MINUTE },
    address: { max: 300, windowS: HOUR },
    account: { max: 100, windowS: HOUR },
  },
  /** The password of somebody who is signed in, asked for again. */
  password: {
    pair: { max: 10, windowS: 15 * MINUTE },
    address: { max: 300, windowS: HOUR },
    account: { max: 50, windowS: HOUR },
  },
  /** Six digits are few: three of a million are right at any moment. */
  secondFactor: {
    pair: { max: 10, windowS: 15 * MINUTE },
    address: { max: 100, windowS: HOUR },
    account: { max: 20, windowS: DAY },
  },
  signUp: MAILS,
  resetMail: MAILS,
  verificationMail: MAILS,
  changeOfEmail: MAILS,
} as const satisfies Record<string, LimitsOfAction>;
export type LimitedAction = keyof typeof LIMITS;

const REMEMBER_ADDRESS_S = 90 * DAY;
const PATIENCE_MS = 500;

/** Counts one attempt; the seconds to wait where a limit is passed, else 0. */
const COUNT_ATTEMPT = `
  local function count(key, max, window)
    local attempts = redis.call('INCR', key)
    if attempts == 1 then redis.call('EXPIRE', key, window) end
    return attempts > tonumber(max) and math.max(redis.call('TTL', key), 1) or 0
  end
  local isKnown = redis.call('EXISTS', KEYS[4]) == 1
  for place = 1, isKnown and 1 or 3 do
    local wait = count(KEYS[place], ARGV[2 * place - 1], ARGV[2 * place])
    if wait > 0 then return wait end
  end
  return 0`;

/** Whoever tries: the account by its e-mail address, and where from. */
export type Attempt = { email: string; address: string };

/** Counts one attempt. @returns seconds to wait, 0 when it may go on, null while nobody can count */
export async function countAttempt(action: LimitedAction, attempt: Attempt): Promise<number | null> {
  const { pair, address, account } = LIMITS[action];
  const { pairKey, addressKey, accountKey } = keysOf(action, attempt);
  const redis = requestRedis();
  if (!(await isRedisReady(redis, PATIENCE_MS))) return null;
  const keys = [pairKey, addressKey, accountKey, knownKey(attempt)];
  const limits = [pair, address, account].flatMap(({ max, windowS }) => [max, windowS]);
  return redis.eval(COUNT_ATTEMPT, keys.length, ...keys, ...limits).then(Number, () => null);
}

/** After an attempt that succeeded: it begins at zero again. */
export async function forgiveAttempts(action: LimitedAction, attempt: Attempt): Promise<void> {
  await requestRedis()
    .del(keysOf(action, attempt).pairKey)
    .catch(() => {}); // the count ends by itself
}

const UNCOUNT_ATTEMPT = `
  if tonumber(redis.call('GET', KEYS[1]) or 0) > 0 then redis.call('DECR', KEYS[1]) end`;

/** After one that was refused unseen: it does not count for its address and account together. */
export async function uncountAttempt(action: LimitedAction, attempt: Attempt): Promise<void> {
  await requestRedis()
    .eval(UNCOUNT_ATTEMPT, 1, keysOf(action, attempt).pairKey)
    .catch(() => {}); // the count ends by itself
}

/** After a whole sign-in, second factor included: from here this account is let in whatever strangers try. */
export async function rememberAddress(attempt: Attempt): Promise<void> {
  await requestRedis()
    .set(knownKey(attempt), "1", "EX", REMEMBER_ADDRESS_S)
    .catch(() => {}); // they are signed in all the same
}

function keysOf(action: LimitedAction, { email, address }: Attempt) {
  const prefix = `ct:attempts:${action}`;
  return {
    pairKey: `${prefix}:pair:${digest(`${email.toLowerCase()}\n${address}`)}`,
    addressKey: `${prefix}:address:${digest(address)}`,
    accountKey: `${prefix}:account:${digest(email.toLowerCase())}`,
  };
}

const knownKey = ({ email, address }: Attempt) => `ct:attempts:known:${digest(`${email.toLowerCase()}\n${address}`)}`;

const digest = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 32);
