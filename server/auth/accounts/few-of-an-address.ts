import { Turns } from "../../data/turns";
import { AppError } from "../../errors";
import { onceAProcess } from "../../once-a-process";

/** Account requests of one address that are worked on at once, and that wait: more is no person, nor a room full of them. */
const [AT_ONCE, MOST_WAITING] = [3, 7];
const RETRY_AFTER_S = 1;

const turnsOf = onceAProcess("account requests of addresses", () => new Map<string, Turns>());

/**
 * Does the work of an account request in the turn of its address.
 * @throws AppError `too_many` at once, where too many wait
 */
export function inTurnOfAddress<T>(address: string, work: () => Promise<T>): Promise<T> {
  const turns = turnsOf.get(address) ?? new Turns(AT_ONCE, MOST_WAITING);
  turnsOf.set(address, turns);
  const turn = turns.take(work);
  if (turn !== null) {
    return turn.finally(() => {
      if (turns.isIdle && turnsOf.get(address) === turns) turnsOf.delete(address);
    });
  }
  throw new AppError("too_many", "Too many requests at once. Try again in a second.", { retryAfterS: RETRY_AFTER_S });
}
