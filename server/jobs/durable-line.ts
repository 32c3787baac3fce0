import type { Redis } from "ioredis";
import { z } from "zod";
import { env } from "../env";
import { acceptRedis } from "./redis";

/** Replicas that have not written it by then are away. */
const PATIENCE_MS = 2_000;

/** What is written over `redis` meanwhile can be waited for. */
export type DurableLine = {
  redis: Redis;
  /**
   * Resolves when all that was answered over this line is on Redis' disk and on those of DURABLE_REPLICAS replicas.
   * @throws NotOnEnoughDisks where that is not known: it may be there, and may not
   */
  untilDurable: () => Promise<void>;
};

class NotOnEnoughDisks extends Error {}

/** A server answers for what came over the connection that asks: the n-th one that this Redis had. */
type State = { connection: number; asking: Promise<void> | null; next: Promise<void> | null };
const states = new WeakMap<Redis, State>();

/** To be asked for before the first of the writes. */
export function openDurableLine(redis = acceptRedis()): DurableLine {
  const replicas = env().DURABLE_REPLICAS;
  if (replicas === 0) return { redis, untilDurable: async () => {} };
  const state = stateOf(redis);
  const { connection } = state;
  return {
    redis,
    async untilDurable() {
      if (state.connection === connection) await askTogether(redis, state, replicas);
      // Over a new connection, perhaps to a successor that lacks the writes, it was asked for nothing.
      if (state.connection !== connection) throw new NotOnEnoughDisks("the connection to Redis broke meanwhile");
    },
  };
}

function stateOf(redis: Redis): State {
  const known = states.get(redis);
  if (known) return known;
  const state: State = { connection: 0, asking: null, next: null };
  redis.on("close", () => {
    state.connection += 1;
  });
  states.set(redis, state);
  return state;
}

/** A question keeps back what is said after it over the same connection, so whoever has one while another is under way shares the next. */
function askTogether(redis: Redis, state: State, replicas: number): Promise<void> {
  state.next ??= (state.asking ?? Promise.resolve())
    .catch(() => {}) // told to those who asked
    .then(() => {
      state.next = null;
      state.asking = ask(redis, replicas).finally(() => {
        state.asking = null;
      });
      return state.asking;
    });
  return state.next;
}

const disks = z.tuple([z.int(), z.int()]);

/** Never as part of a transaction or a script: there it does not wait. */
async function ask(redis: Redis, replicas: number): Promise<void> {
  const answer = await redis.call("WAITAOF", "1", String(replicas), String(PATIENCE_MS));
  const [own, others] = disks.parse(answer);
  if (own < 1 || others < replicas) {
    throw new NotOnEnoughDisks(`${others} of ${replicas} replicas wrote it within ${PATIENCE_MS} ms`);
  }
}
