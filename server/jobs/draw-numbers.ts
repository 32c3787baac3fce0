import type { Redis } from "ioredis";
import { z } from "zod";
import { env } from "../env";
import { newBatchIds } from "./batch-ids";
import { keyCounterOf } from "./key-samples";
import { requestRedis } from "./redis";
import { TAKE_TURN, TURN_KEYS } from "./take-turn";

/** What a number is drawn for. */
export type NumberRequest = {
  labId: number;
  /** Who brings the samples, as scopes name it. */
  actor: string;
  samples: number;
  receivedAt: string;
  /** The sender's own name for this request, and the SHA-256 of the bytes as sent that it stands for. */
  idempotency: { key: string; bodyDigest: string } | null;
  /** A batch that was drawn for this name and will never count: a new number takes its place. */
  insteadOf: string | null;
};

export type DrawnNumber = {
  batchId: string;
  /** Order of arrival over all batches. */
  seq: number;
  receivedAt: string;
  /** Of the body that the sender's name for the request was first used with; empty without such a name. */
  bodyDigest: string;
  /** Whether it was drawn before, under the same name. */
  isKnown: boolean;
};

/** Null in the place of a number: the lab has as many names remembered as it may. */
export type MaybeNumber = DrawnNumber | null;

const IDEMPOTENCY_TTL_S = 7 * 86_400;
const FIELDS_PER_BATCH = 7;
/** Names are counted by the stretch of time in which they were first used; a stretch is forgotten when all of its names are. */
const COUNTED_S = 6 * 3_600;

/**
 * Draws the next numbers, strictly rising, in step with Redis' clock in µs: should Redis ever come back empty, new numbers still lie above
 * the old ones. With an Idempotency-Key the first number drawn for it is remembered and given again, for as many as a lab may have. In passing the samples are counted for
 * the key that brings them, and the job that they will be queued in takes its turn: another call would wait for the disk once more.
 */
const DRAW_NUMBERS = `${TAKE_TURN}
  local now = redis.call('TIME')
  local seq = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now[1] * 1000000 + now[2] - 1)
  local answers = {}
  local drawnSamples = 0
  local stretch = math.floor(now[1] / ARGV[4])
  local most = tonumber(ARGV[3])
  local remembered = nil
  local function countRemembered()
    local counted = redis.call('HGETALL', KEYS[4])
    local sum = 0
    for place = 1, #counted, 2 do
      if (tonumber(counted[place]) + 1) * ARGV[4] + ARGV[1] < tonumber(now[1]) then redis.call('HDEL', KEYS[4], counted[place])
      else sum = sum + counted[place + 1] end
    end
    return sum
  end
  for at = 6, #ARGV, ${FIELDS_PER_BATCH} do
    local name, batchId, receivedAt, bodyDigest, counter, samples, insteadOf = unpack(ARGV, at, at + ${FIELDS_PER_BATCH} - 1)
    local key = KEYS[2] .. name
    local known = name ~= '' and redis.call('GET', key) or false
    local isNew = name ~= '' and not known
    if isNew and not remembered then remembered = countRemembered() end
    if known and cjson.decode(known).batchId ~= insteadOf then
      answers[#answers + 1] = { known, 1 }
    elseif isNew and remembered >= most then
      answers[#answers + 1] = { '', 2 }
    else
      seq = seq + 1
      drawnSamples = drawnSamples + samples
      local drawn = cjson.encode({ batchId = batchId, seq = string.format('%.0f', seq), receivedAt = receivedAt, bodyDigest = bodyDigest })
      if name ~= '' then
        redis.call('SET', key, drawn, 'EX', ARGV[1])
        if isNew then
          remembered = remembered + 1
          redis.call('HINCRBY', KEYS[4], stretch, 1)
          redis.call('EXPIRE', KEYS[4], ARGV[1] + ARGV[4])
        end
      end
      if counter ~= '' then
        redis.call('HINCRBY', KEYS[3], counter, samples)
        redis.call('EXPIRE', KEYS[3], ARGV[2])
      end
      answers[#answers + 1] = { drawn, 0 }
    end
  end
  redis.call('SET', KEYS[1], string.format('%.0f', seq))
  return { answers, ARGV[5] ~= '' and takeTurn(KEYS[5], KEYS[6], KEYS[7], ARGV[5], drawnSamples) or 0 }`;

const drawnNumber = z.object({
  batchId: z.uuidv7(),
  seq: z.coerce.number().pipe(z.int().positive()),
  receivedAt: z.iso.datetime(),
  bodyDigest: z.string(),
});

const answer = z.tuple([z.array(z.tuple([z.string(), z.int()])), z.int()]);

/**
 * Numbers for batches of one lab, in their order.
 * @param takesTurn whether they are about to be queued, in one job @param redis that they are drawn over, if not over what requests share
 * @returns them, and the turn of that job (turns.ts)
 * @throws when Redis does not answer
 */
export async function drawNumbers(
  labId: number,
  wanted: readonly Omit<NumberRequest, "labId">[],
  { takesTurn, redis = requestRedis() }: { takesTurn: boolean; redis?: Redis },
): Promise<{ numbers: MaybeNumber[]; turn: number }> {
  const ids = newBatchIds(Date.now(), wanted.length);
  const hour = keyCounterOf("");
  const fields = wanted.flatMap(({ idempotency, receivedAt, actor, samples, insteadOf }, index) => [
    idempotency?.key ?? "",
    ids[index] ?? "",
    receivedAt,
    idempotency?.bodyDigest ?? "",
    keyCounterOf(actor).field,
    samples,
    insteadOf ?? "",
  ]);
  const keys = ["ct:seq", namesOf(labId), hour.hash, countOfNames(labId), ...TURN_KEYS];
  const answered = await redis.eval(
    DRAW_NUMBERS,
    keys.length,
    ...keys,
    IDEMPOTENCY_TTL_S,
    hour.keptS,
    env().LAB_MAX_IDEMPOTENCY_KEYS,
    COUNTED_S,
    takesTurn ? labId : "",
    ...fields,
  );
  const [answers, turn] = answer.parse(answered);
  const numbers = answers.map(([drawn, how]) =>
    how === 2 ? null : { ...drawnNumber.parse(JSON.parse(drawn)), isKnown: how === 1 },
  );
  return { numbers, turn };
}

const namesOf = (labId: number) => `ct:idempotency:${labId}:`;
const countOfNames = (labId: number) => `ct:idempotency-count:${labId}`;
const SCANNED_AT_ONCE = 1_000;

/** Forgets the names of a deleted lab. @throws when Redis does not answer */
export async function forgetNames(labId: number): Promise<void> {
  const redis = requestRedis();
  let cursor = "0";
  do {
    const [next, keys] = await redis.scan(cursor, "MATCH", `${namesOf(labId)}*`, "COUNT", SCANNED_AT_ONCE);
    if (keys.length > 0) await redis.unlink(...keys);
    cursor = next;
  } while (cursor !== "0");
  await redis.unlink(countOfNames(labId));
}
