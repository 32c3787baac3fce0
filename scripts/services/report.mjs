/** A failure whose message is all that the user needs: what failed and what to do. */
export class Failure extends Error {}

const startedAt = Date.now();

/** One line of progress. @param {string} line */
export function say(line) {
  process.stdout.write(`${String(Math.round((Date.now() - startedAt) / 1000)).padStart(4)} s  ${line}\n`);
}

/** Seconds since the command began, to print. */
export function secondsSinceStart() {
  return ((Date.now() - startedAt) / 1000).toFixed(0);
}
