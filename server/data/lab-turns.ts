import { AsyncLocalStorage } from "node:async_hooks";
import { env } from "../env";
import { AppError } from "../errors";
import { Turns } from "./turns";

/** Of a lab's requests that wait for a connection; more at once is no page and no script that means well. */
const MOST_WAITING = 200;
const MAX_IDLE_LABS = 10_000;
const RETRY_AFTER_S = 2;

type Driver = "series" | "configuration";

const turns = new Map<string, Turns>();
/** The lab and driver whose transaction the caller is inside of: one that begins another would wait for itself. */
const inside = new AsyncLocalStorage<ReadonlySet<string>>();

/** A worker may store batches of one lab as many at a time as it can. */
const atOnce = () => Math.max(env().LAB_DATABASE_CONNECTIONS, env().WORKER_CONCURRENCY);

/**
 * Runs `work`, a transaction, when it is the lab's turn: no lab takes all connections of a process.
 * @throws AppError `too_many` where too many of the lab wait
 */
export function inLabTurn<T>(labId: number, driver: Driver, work: () => Promise<T>): Promise<T> {
  const key = `${driver}:${labId}`;
  const holds = inside.getStore();
  if (holds?.has(key)) return work();
  if (turns.size > MAX_IDLE_LABS) for (const [name, one] of turns) if (one.isIdle) turns.delete(name);
  const own = turns.get(key) ?? new Turns(atOnce(), MOST_WAITING);
  turns.set(key, own);
  const turn = own.take(() => inside.run(new Set([...(holds ?? []), key]), work));
  if (turn !== null) return turn;
  return Promise.reject(
    new AppError("too_many", "This lab asks for too much at once. Try again in a moment, and for less at a time.", {
      retryAfterS: RETRY_AFTER_S,
    }),
  );
}
