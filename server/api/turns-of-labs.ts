import { ownTurns } from "../auth/own-turns";
import { env } from "../env";
import type { LabScope } from "../lab-scope";

/** Of one lab; a page of it asks for some ten things at once. */
const MOST_WAITING = 200;

/**
 * Answers what is asked of a lab by a key, a member or a link, in the lab's turn: few at a time of each lab in a process, so that one that asks for a
 * hundred things leaves every second turn to another that asks for one. Not for what goes on for long, which has bounds of its own.
 * @throws AppError `too_many` where too many of the lab wait
 */
export function inTurnOfLab<T>({ labId, narrowedTo }: LabScope, work: () => Promise<T>): Promise<T> {
  const inTurn = ownTurns("requests of labs", { atOnce: env().LAB_REQUESTS_AT_ONCE, mostWaiting: MOST_WAITING });
  // Whoever has a link waits for others with one, and the lab's own people do not.
  return inTurn(narrowedTo === null ? `${labId}` : `links of ${labId}`, work);
}
