/** A failure whose message is all that the user needs: what failed and what to do. */
export class Failure extends Error {}

const startedAt = Date.now();

/** @type {NodeJS.WritableStream} */
let stream = process.stdout;

/** For commands whose standard output is an answer. */
export function sayOnStandardError() {
  stream = process.stderr;
}

/** One line of progress. @param {string} line */
export function say(line) {
  stream.write(`${String(Math.round((Date.now() - startedAt) / 1000)).padStart(4)} s  ${line}\n`);
}

/** Seconds since the command began, to print. */
export function secondsSinceStart() {
  return ((Date.now() - startedAt) / 1000).toFixed(0);
}

/** Says why a command failed: in plain words where it knows, else with all that there is. @param {unknown} error */
export function printReason(error) {
  const text = error instanceof Failure ? error.message : error instanceof Error ? error.stack : error;
  process.stderr.write(`${text}\n`);
}
