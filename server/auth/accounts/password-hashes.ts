import { availableParallelism } from "node:os";
import { APIError } from "better-auth/api";
import { hashPassword, verifyPassword } from "better-auth/crypto";
import { Turns } from "../../data/turns";

/** One for two cores, for each keeps a core busy; two at most: the others of Node's threads are for files, names and packed bodies. */
const AT_ONCE = Math.min(2, Math.max(1, Math.floor(availableParallelism() / 2)));
/** One or two seconds' worth. */
const MOST_WAITING = 20;
const RETRY_S = "2";

const turns = new Turns(AT_ONCE, MOST_WAITING);

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = turns.take(work);
  if (turn !== null) return turn;
  const message = "Too many people sign in at this moment. Try again in a few seconds.";
  throw new APIError("SERVICE_UNAVAILABLE", { message, code: BUSY }, { "Retry-After": RETRY_S });
}

export const BUSY = "TOO_MANY_PASSWORDS_AT_ONCE";

/** The library's own hashes, each of which takes a thread for a tenth of a second: a few at a time, so that everybody else's work goes on. */
export const passwordHashes = {
  hash: (password: string) => inTurn(() => hashPassword(password)),
  verify: (given: { hash: string; password: string }) => inTurn(() => verifyPassword(given)),
};
