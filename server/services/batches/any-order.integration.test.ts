import fc from "fast-check";
import { expect, it } from "vitest";
import { packSeries, type Batch, unpackSeries } from "../../jobs/contracts/store-batch-job";
import type { LabScope } from "../../lab-scope";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { batchOf, createLab, type SentSample } from "../../testing/factories";
import { storedOf } from "../../testing/stored-cell";
import { putCell } from "../cells/put-cell";
import { recomputeCell } from "../recompute/rebuild-cell";
import { storeBatches } from "./store-batch";
import { verifyCell } from "../recompute/verify-cell";

cloneTestDatabase();

const TESTS = ["", "again"] as const;
type Test = (typeof TESTS)[number];
type Sent = SentSample & { record: number };
type Settings = Parameters<typeof putCell>[1]["changes"];

const block = fc.record({
  test: fc.constantFrom(...TESTS, ""),
  currentA: fc.constantFrom(-1, 0, 1, 0.001, 30),
  count: fc.integer({ min: 1, max: 6 }),
  /** Steady at a rising voltage, or falling at a held one; a fall may follow the rise in one run. */
  shape: fc.constantFrom("rises", "decays", "rises, then decays"),
  /** 0: the next sample has the same time. */
  stepS: fc.constantFrom(0, 1, 600),
  step: fc.constantFrom(null, 3),
  cycle: fc.constantFrom(null, 1, 2, 3),
  testTime: fc.constantFrom("none", "runs", "falls"),
  stepTime: fc.constantFrom("none", "restarts", "too long"),
});
type Block = typeof block extends fc.Arbitrary<infer B> ? B : never;

const settings: fc.Arbitrary<Settings> = fc.record({
  nominalCapacityAh: fc.constantFrom(null, 0.5),
  cycleStartsWith: fc.constantFrom("charge" as const, "discharge" as const),
  maxGapSeconds: fc.constantFrom(null, 100),
  // Never, while samples arrive, and after all of them: the last run closes with a declared end.
  tests: fc.record({ "": fc.record({ endedAt: fc.constantFrom(null, 1.7e12 + 5000, 1.75e12) }) }),
});

const numbering = fc.constantFrom("none" as const, "rising" as const, "any" as const);

/** Samples of both tests, each with the record that a careful sender gives. */
function samplesOf(blocks: readonly Block[], numbered: "none" | "rising" | "any"): Map<Test, Sent[]> {
  const samples = new Map<Test, Sent[]>(TESTS.map((test) => [test, []]));
  let timeS = 0;
  blocks.forEach((given, index) => {
    const own = samples.get(given.test) ?? [];
    const rising = index % 3 === 1 ? null : Math.floor(index / 2); // some are missing
    for (let count = 0; count < given.count; count++) {
      timeS += given.stepS;
      const timeUs = 1.7e15 + timeS * 1e6;
      const isHeld = given.shape === "decays" || (given.shape === "rises, then decays" && count >= 2);
      const last = own.at(-1);
      own.push({
        timeUs,
        record: last?.timeUs === timeUs ? last.record + 1 : 0,
        ...(isHeld
          ? { voltageV: 4, currentA: given.currentA * 0.8 ** (count - (given.shape === "decays" ? 0 : 2)) }
          : { voltageV: 3.5 + (timeS % 11) / 100, currentA: given.currentA }),
        step: given.step,
        cycle: { none: null, rising, any: given.cycle }[numbered],
        stepTimeS: { none: null, restarts: (count + 1) * given.stepS, "too long": 1e5 }[given.stepTime],
        testTimeS: { none: null, runs: timeS, falls: 5 }[given.testTime],
      });
    }
    timeS += given.stepS === 0 ? 0 : 1;
  });
  return samples;
}

/** One batch with the samples of one or both tests. */
function batchOfTests(cell: string, samples: ReadonlyMap<Test, readonly Sent[]>): Batch[] {
  const parts = [...samples].filter(([, own]) => own.length > 0).map(([test, own]) => batchOf(cell, own, { test }));
  const last = parts.at(-1); // of the highest number
  if (!last) return [];
  const size = parts.reduce((sum, part) => sum + part.samples, 0);
  return [{ ...last, samples: size, ...packSeries(parts.flatMap(unpackSeries)) }];
}

/** Pieces that overlap and repeat, some with wrong values, and after them the whole in two batches. */
function inPieces(
  cell: string,
  samples: ReadonlyMap<Test, readonly Sent[]>,
  cuts: readonly (readonly [number, number, boolean])[],
): Batch[] {
  const pick = (choose: (own: readonly Sent[]) => readonly Sent[]) =>
    batchOfTests(cell, new Map([...samples].map(([test, own]) => [test, choose(own)])));
  const pieces = cuts.flatMap(([from, length, isWrong]) =>
    pick((own) => {
      const start = own.length === 0 ? 0 : from % own.length;
      const piece = own.slice(start, start + 1 + (length % 9));
      return isWrong
        ? piece.map((sample) => ({ ...sample, currentA: sample.currentA + 5, step: 9, cycle: 70 }))
        : piece;
    }),
  );
  const halfOf = (own: readonly Sent[]) => Math.ceil(own.length / 2);
  return [...pieces, ...pick((own) => own.slice(0, halfOf(own))), ...pick((own) => own.slice(halfOf(own)))];
}

/** Shuffles batches and puts neighbours together, as a worker may. */
function inGroups(batches: readonly Batch[], random: Iterator<number>): Batch[][] {
  const draw = () => Number(random.next().value);
  const shuffled = batches.map((batch) => ({ batch, key: draw() })).sort((left, right) => left.key - right.key);
  const groups: Batch[][] = [];
  for (const { batch } of shuffled) {
    const open = groups.at(-1);
    if (open && draw() % 3 === 0) open.push(batch);
    else groups.push([batch]);
  }
  return groups;
}

async function everythingOf(scope: LabScope, cell: string) {
  return [await storedOf(scope, cell), await storedOf(scope, cell, "again")];
}

it("ends as one ordered load, however batches are permuted, split, repeated, corrected and put together", {
  tags: ["thorough"],
  timeout: 240_000,
}, async () => {
  const { scope } = await createLab();
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(block, { minLength: 1, maxLength: 12 }),
      numbering,
      fc.array(fc.tuple(fc.nat(), fc.nat(), fc.boolean()), { minLength: 1, maxLength: 10 }),
      fc.array(settings, { minLength: 1, maxLength: 3 }),
      fc.infiniteStream(fc.nat()),
      async (blocks, numbered, cuts, changes, random) => {
        const samples = samplesOf(blocks, numbered);
        const [ordered, shuffled] = [`ordered ${runs}`, `shuffled ${runs}`];
        runs += 1;
        const finalSettings = changes.at(-1) ?? {};
        await putCell(scope, { name: ordered, changes: finalSettings });
        await storeBatches(scope, batchOfTests(ordered, samples));

        const groups = inGroups(inPieces(shuffled, samples, cuts), random);
        for (const [index, group] of groups.entries()) {
          await storeBatches(scope, group);
          // Settings change while batches arrive; the recount that this asks for comes at the end, if no batch made it needless.
          const change = changes[index];
          if (change) await putCell(scope, { name: shuffled, changes: change });
        }
        await putCell(scope, { name: shuffled, changes: finalSettings });
        await recomputeCell(scope, { cell: shuffled });

        expect(await everythingOf(scope, shuffled)).toEqual(await everythingOf(scope, ordered));
        for (const cell of [ordered, shuffled]) {
          expect((await verifyCell(scope, { cell })).differences, cell).toEqual([]);
        }
      },
    ),
    { numRuns: 100 },
  );
});
