import { ownTurns } from "../own-turns";

/**
 * Does the work of an account request in the turn of its address: more at once, and more that wait, is no person, nor a room full of them.
 * @throws AppError `too_many` at once, where too many wait
 */
export const inTurnOfAddress = ownTurns("account requests of addresses", { atOnce: 3, mostWaiting: 7 });
