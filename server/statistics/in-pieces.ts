import { setImmediate as othersTurn } from "node:timers/promises";

/** So many values are gone through in a few milliseconds. */
const PIECE = 50_000;

/**
 * Does work that goes through many values and lets everything else of the process have a turn now and then.
 * @param work yields the number of values that it went through
 */
export async function inPieces<T>(work: Generator<number, T>): Promise<T> {
  let values = 0;
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    values += step.value;
    if (values < PIECE) continue;
    values = 0;
    await othersTurn();
  }
}

/**
 * The same for what arrives piece by piece: what is there already would otherwise be gone through without a pause.
 * @param countOf the number of values of one
 */
export async function* withPauses<T>(source: AsyncIterable<T>, countOf: (one: T) => number): AsyncGenerator<T> {
  let values = 0;
  for await (const one of source) {
    yield one;
    values += countOf(one);
    if (values < PIECE) continue;
    values = 0;
    await othersTurn();
  }
}
