// Chance without a state: the same whole numbers give the same value, on every machine and in any order of asking.

const START = 0x9e3779b9;
const WORD = 2 ** 32;

/** Scrambles 32 bits: the finalizer of MurmurHash3 (Austin Appleby, public domain). */
function scramble(word: number): number {
  let mixed = word;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** A value in [0, 1) that depends on nothing but `keys`, whole numbers of up to 53 bits. */
export function uniformOf(...keys: readonly number[]): number {
  let word = START;
  for (const key of keys) {
    word = scramble((word + (key >>> 0)) >>> 0);
    word = scramble((word + Math.floor(key / WORD) + START) >>> 0);
  }
  return word / WORD;
}

/** A value in [−1, 1), even over that range: scatter with hard limits never makes a stray by chance. */
export function scatterOf(...keys: readonly number[]): number {
  return 2 * uniformOf(...keys) - 1;
}
