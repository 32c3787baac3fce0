import { Turns } from "../data/turns";
import { AppError } from "../errors";
import { onceAProcess } from "../once-a-process";

const RETRY_AFTER_S = 1;

/**
 * Makes what does the work of each owner in turns of their own.
 * @param kind of the owners, one for each that is made
 * @returns a function that throws AppError `too_many` at once, where too much of the owner's work waits
 */
export function ownTurns(kind: string, { atOnce, mostWaiting }: { atOnce: number; mostWaiting: number }) {
  const turnsOf = onceAProcess(kind, () => new Map<string, Turns>());
  return <T>(owner: string, work: () => Promise<T>): Promise<T> => {
    const turns = turnsOf.get(owner) ?? new Turns(atOnce, mostWaiting);
    turnsOf.set(owner, turns);
    const turn = turns.take(work);
    if (turn !== null) {
      return turn.finally(() => {
        if (turns.isIdle && turnsOf.get(owner) === turns) turnsOf.delete(owner);
      });
    }
    throw new AppError("too_many", "Too many requests at once. Try again in a second.", { retryAfterS: RETRY_AFTER_S });
  };
}
