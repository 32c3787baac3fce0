import { expect, it } from "vitest";
import { SharedReads } from "./shared-reads";

/** Reads that end when they are told to, in the order in which they began. */
function reading() {
  const ends: ((answer: string) => void)[] = [];
  const fails: ((cause: Error) => void)[] = [];
  const work = () =>
    new Promise<string>((resolve, reject) => {
      ends.push(resolve);
      fails.push(reject);
    });
  return { ends, fails, work, reads: new SharedReads<string>() };
}

it("reads once for all who ask while a read is under way, and never gives them what began before", async () => {
  const { ends, work, reads } = reading();
  const first = reads.read(1, work);
  const later = [reads.read(1, work), reads.read(1, work), reads.read(1, work)];
  expect(ends).toHaveLength(1);
  ends[0]?.("before");
  expect(await first).toBe("before");
  expect(ends).toHaveLength(2);
  const muchLater = reads.read(1, work);
  ends[1]?.("after");
  expect(await Promise.all(later)).toEqual(["after", "after", "after"]);
  ends[2]?.("at last");
  expect(await muchLater).toBe("at last");
});

it("reads for one lab beside another, and goes on after a read that failed", async () => {
  const { ends, fails, work, reads } = reading();
  const [first, second] = [reads.read(1, work), reads.read(1, work)];
  const other = reads.read(2, work);
  ends[1]?.("other");
  expect(await other).toBe("other");
  fails[0]?.(new Error("away"));
  await expect(first).rejects.toThrow("away");
  await expect.poll(() => ends.length).toBe(3);
  ends[2]?.("again");
  expect(await second).toBe("again");
});

it("gives answers out one by one, with others' turn between them", async () => {
  const { ends, work, reads } = reading();
  const asked = [0, 1, 2, 3].map(() => reads.read(1, work));
  let turns = 0;
  const seen: number[] = [];
  const all = Promise.all(asked.map((one) => one.then(() => seen.push(turns))));
  let isOver = false;
  const count = () => {
    turns += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  ends[0]?.("a");
  await expect.poll(() => ends.length).toBe(2);
  ends[1]?.("b");
  await all;
  isOver = true;
  expect(new Set(seen).size).toBe(4);
});
