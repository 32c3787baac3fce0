import { expect, it } from "vitest";
import { labScopeFromJob } from "@/server/auth/lab-scope";
import { batchOf } from "@/server/testing/factories";
import { BatchCoalescer } from "./batch-coalescer";

const [ours, theirs] = [labScopeFromJob(1), labScopeFromJob(2)];
const one = [{ timeUs: 1.7e15, voltageV: 3, currentA: 1 }];
const batch = (cell: string, samples = one) => batchOf(cell, samples);

/** Transactions that end when they are told to. */
function heldTransactions() {
  const begun: { batchIds: string[]; labId: number; end: () => void; fail: (cause: Error) => void }[] = [];
  const store = (scope: { labId: number }, batches: readonly { batchId: string }[]) =>
    new Promise<void>((end, fail) => {
      begun.push({ batchIds: batches.map(({ batchId }) => batchId), labId: scope.labId, end, fail });
    });
  return { begun, store };
}
const noRest = () => 0;
const isFull = () => false;
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

it("starts at once while idle, and then coalesces what arrives for a test under way", async () => {
  const { begun, store } = heldTransactions();
  const coalescer = new BatchCoalescer(store, {
    transactions: 2,
    samples: 100,
    samplesOfAnyTest: 100,
    samplesOfOthers: 1,
    coalescingMs: noRest,
    isFull,
  });
  const batches = [batch("A"), batch("A"), batch("A"), batch("B")] as const;
  const stored = batches.map((each) => coalescer.add(ours, each));
  expect(begun.map(({ batchIds }) => batchIds)).toEqual([[batches[0].batchId], [batches[3].batchId]]);
  begun[0]?.end();
  await stored[0];
  await settled();
  expect(begun[2]?.batchIds).toEqual([batches[1].batchId, batches[2].batchId]);
});

it("puts no two labs and no more samples than allowed into one transaction", async () => {
  const { begun, store } = heldTransactions();
  const coalescer = new BatchCoalescer(store, {
    transactions: 1,
    samples: 2,
    samplesOfAnyTest: 2,
    samplesOfOthers: 1,
    coalescingMs: noRest,
    isFull,
  });
  const added = [coalescer.add(ours, batch("A")), coalescer.add(theirs, batch("A"))];
  for (const cell of ["B", "C", "D"]) added.push(coalescer.add(ours, batch(cell)));
  for (let index = 0; index < 4; index++) {
    begun[index]?.end();
    await settled();
  }
  await Promise.all(added);
  expect(begun.map(({ labId, batchIds }) => [labId, batchIds.length])).toEqual([
    [1, 1],
    [2, 1],
    [1, 2],
    [1, 1],
  ]);
});

it("tries the batches of a failed transaction one by one, so that each has its own end", async () => {
  const { begun, store } = heldTransactions();
  const coalescer = new BatchCoalescer(store, {
    transactions: 1,
    samples: 100,
    samplesOfAnyTest: 100,
    samplesOfOthers: 1,
    coalescingMs: noRest,
    isFull,
  });
  const first = coalescer.add(ours, batch("A"));
  const [good, bad] = [batch("B"), batch("C")];
  const together = [good, bad].map((each) => coalescer.add(ours, each));
  const ends = Promise.allSettled(together);
  begun[0]?.end();
  await first;
  await settled();
  begun[1]?.fail(new Error("one of them cannot be stored"));
  await settled();
  expect(begun[2]?.batchIds).toEqual([good.batchId]);
  begun[2]?.end();
  await together[0];
  await settled();
  expect(begun[3]?.batchIds).toEqual([bad.batchId]);
  begun[3]?.fail(new Error("this one cannot"));
  expect((await ends).map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
});

it("begins with the lab that has the fewest transactions under way", async () => {
  const { begun, store } = heldTransactions();
  const coalescer = new BatchCoalescer(store, {
    transactions: 2,
    samples: 1,
    samplesOfAnyTest: 1,
    samplesOfOthers: 1,
    coalescingMs: noRest,
    isFull,
  });
  const added = ["A", "B", "C", "D"].map((cell) => coalescer.add(ours, batch(cell)));
  added.push(coalescer.add(theirs, batch("A")));
  begun[0]?.end();
  await settled();
  expect(begun.map(({ labId }) => labId)).toEqual([1, 1, 2]);
  for (let index = 1; index < 5; index++) {
    begun[index]?.end();
    await settled();
  }
  await Promise.all(added);
});

it("keeps a transaction of many samples to few tests, so that the others can go beside it", async () => {
  const { begun, store } = heldTransactions();
  const limits = {
    transactions: 1,
    samples: 100,
    samplesOfAnyTest: 2,
    samplesOfOthers: 1,
    coalescingMs: noRest,
    isFull,
  };
  const coalescer = new BatchCoalescer(store, limits);
  const first = coalescer.add(ours, batch("A"));
  const batches = ["B", "C", "D", "B", "C"].map((cell) => batch(cell));
  const stored = batches.map((each) => coalescer.add(ours, each));
  begun[0]?.end();
  await first;
  await settled();
  const idsOf = (...indexes: number[]) => indexes.map((index) => batches[index]?.batchId);
  expect(begun[1]?.batchIds).toEqual(idsOf(0, 1, 3, 4));
  begun[1]?.end();
  await stored[0];
  await settled();
  expect(begun[2]?.batchIds).toEqual(idsOf(2));
  begun[2]?.end();
  await Promise.all(stored);
});

it("lets few samples wait while a transaction of their lab is under way, and many not", async () => {
  const { begun, store } = heldTransactions();
  const coalescer = new BatchCoalescer(store, {
    transactions: 4,
    samples: 100,
    samplesOfAnyTest: 100,
    samplesOfOthers: 3,
    coalescingMs: noRest,
    isFull,
  });
  const add = (cell: string, scope = ours) => coalescer.add(scope, batch(cell));
  const added = [add("A"), add("B"), add("C")];
  expect(begun.length, "B and C wait").toBe(1);
  added.push(add("A", theirs));
  expect(begun.length, "another lab waits for nobody").toBe(2);
  added.push(add("D"));
  expect(begun.map(({ labId, batchIds }) => [labId, batchIds.length])).toEqual([
    [1, 1],
    [2, 1],
    [1, 3],
  ]);
  for (const { end } of begun) end();
  await Promise.all(added);
});

it("lets few samples wait a while after a transaction of their lab, and many not", async () => {
  const { begun, store } = heldTransactions();
  let isWorkerFull = false;
  const coalescer = new BatchCoalescer(store, {
    transactions: 4,
    samples: 100,
    samplesOfAnyTest: 100,
    samplesOfOthers: 3,
    coalescingMs: () => 30,
    isFull: () => isWorkerFull,
  });
  const add = (cell: string, scope = ours) => coalescer.add(scope, batch(cell));
  const endFirst = () => begun.shift()?.end();
  const first = add("A");
  endFirst();
  await first;
  const added = [add("A"), add("B")];
  await settled();
  expect(begun.length, "A and B wait").toBe(0);
  added.push(add("A", theirs));
  expect(begun.shift()?.labId, "another lab waits for nobody").toBe(2);
  await expect.poll(() => begun.length).toBe(1);
  expect(begun[0]?.batchIds.length).toBe(2);
  endFirst();
  await added[0];
  const many = [add("A"), add("B"), add("C")];
  expect(begun[0]?.batchIds.length, "three are many").toBe(3);
  endFirst();
  await Promise.all(many);
  isWorkerFull = true;
  const last = add("A");
  expect(begun.length, "nothing more would come").toBe(1);
  endFirst();
  await last;
});

it("begins one transaction beyond its limit for a lab that has none under way, and no more", async () => {
  const { begun, store } = heldTransactions();
  const limits = { transactions: 2, samples: 1, samplesOfAnyTest: 1, samplesOfOthers: 1, coalescingMs: noRest, isFull };
  const coalescer = new BatchCoalescer(store, limits);
  for (const cell of ["A", "B", "C"]) void coalescer.add(ours, batch(cell));
  for (const cell of ["A", "B"]) void coalescer.add(theirs, batch(cell));
  void coalescer.add(labScopeFromJob(3), batch("A"));
  await settled();
  expect(begun.map(({ labId }) => labId)).toEqual([1, 1, 2]);
});
