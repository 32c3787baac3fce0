import { expect, test } from "vitest";
import { inPieces, withPauses } from "./in-pieces";

const PIECES = 10;
const VALUES_OF_PIECE = 50_000;

/** How often others had a turn while `work` ran, which itself never waits for anything. */
async function turnsOfOthers(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let isRunning = true;
  const count = () => {
    turns += 1;
    if (isRunning) setImmediate(count);
  };
  setImmediate(count);
  await work();
  isRunning = false;
  return turns;
}

test("work on many values lets others have a turn after each piece", async () => {
  function* work() {
    for (let piece = 0; piece < PIECES; piece++) yield VALUES_OF_PIECE;
    return "done";
  }
  expect(await turnsOfOthers(() => inPieces(work()))).toBeGreaterThanOrEqual(PIECES - 1);
});

test("what is there already is not gone through without a pause", async () => {
  async function* source() {
    for (let piece = 0; piece < PIECES; piece++) yield piece;
  }
  const seen: number[] = [];
  const read = async () => {
    for await (const piece of withPauses(source(), () => VALUES_OF_PIECE)) seen.push(piece);
  };
  expect(await turnsOfOthers(read)).toBeGreaterThanOrEqual(PIECES - 1);
  expect(seen).toEqual(Array.from({ length: PIECES }, (_, index) => index));
});
