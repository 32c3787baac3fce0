import { z } from "zod";
import { newBatchIds } from "./batch-ids";
import { keyCounterOf } from "./key-samples";
import { requestRedis } from "./redis";

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

const IDEMPOTENCY_TTL_S = 7 * 86_400;
const FIELDS_PER_BATCH = 7;

/**
 * Draws the next numbers, strictly rising, in step with Redis' clock in µs: should Redis ever come back empty, new numbers still lie above
 * the old ones. With an Idempotency-Key the first number drawn for it is remembered and given again. In passing the samples are counted for
 * the key that brings them: another call would wait for the disk once more.
 */
const DRAW_NUMBERS = `
  local now = redis.call('TIME')
  local seq = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now[1] * 1000000 + now[2] - 1)
  local answers = {}
  for at = 3, #ARGV, ${FIELDS_PER_BATCH} do
    local name, batchId, receivedAt, bodyDigest, counter, samples, insteadOf = unpack(ARGV, at, at + ${FIELDS_PER_BATCH} - 1)
    local key = KEYS[2] .. name
    local known = name ~= '' and redis.call('GET', key) or false
    if known and cjson.decode(known).batchId ~= insteadOf then
      answers[#answers + 1] = { known, 1 }
    else
      seq = seq + 1
      local drawn = cjson.encode({ batchId = batchId, seq = string.format('%.0f', seq), receivedAt = receivedAt, bodyDigest = bodyDigest })
      if name ~= '' then redis.call('SET', key, drawn, 'EX', ARGV[1]) end
      if counter ~= '' then
        redis.call('HINCRBY', KEYS[3], counter, samples)
        redis.call('EXPIRE', KEYS[3], ARGV[2])
      end
      answers[#answers + 1] = { drawn, 0 }
    end
  end
  redis.call('SET', KEYS[1], string.format('%.0f', seq))
  return answers`;

const drawnNumber = z.object({
  batchId: z.uuidv7(),
  seq: z.coerce.number().pipe(z.int().positive()),
  receivedAt: z.iso.datetime(),
  bodyDigest: z.string(),
});

/**
 * Numbers for batches of one lab, in their order.
 * @throws when Redis does not answer
 */
export async function drawNumbers(
  labId: number,
  wanted: readonly Omit<NumberRequest, "labId">[],
): Promise<DrawnNumber[]> {
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
  const keys = ["ct:seq", `ct:idempotency:${labId}:`, hour.hash];
  const answers = await requestRedis().eval(
    DRAW_NUMBERS,
    keys.length,
    ...keys,
    IDEMPOTENCY_TTL_S,
    hour.keptS,
    ...fields,
  );
  return z
    .array(z.tuple([z.string(), z.int()]))
    .parse(answers)
    .map(([drawn, isKnown]) => ({ ...drawnNumber.parse(JSON.parse(drawn)), isKnown: isKnown === 1 }));
}
