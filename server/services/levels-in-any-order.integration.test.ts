import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { labScopeForAdmin } from "../auth/lab-scope";
import { deleteOrphanedSamples, deleteSamplesBetween } from "../data/deletion/removal-writes";
import { inLab, type LabTransaction } from "../data/in-lab";
import { refreshZoomLevels, upsertSamples } from "../data/series/sample-writes";
import { listUsageByDay } from "../data/series/usage-reads";
import { orderSamples } from "../domain/samples/batch-series";
import { toSampleColumns } from "../domain/samples/sample-columns";
import { env } from "../env";
import { drawSeq } from "../jobs/accept-batch";
import type { LabScope } from "../lab-scope";
import { cloneTestDatabase } from "../testing/clone-test-database";
import { compressChunks } from "../testing/levels/compress-chunks";
import { batchOf, createLab } from "../testing/factories";
import { type Failure, type GatedRefresh, gatedRefresh } from "../testing/levels/gated-refresh";
import { countWrongBuckets, recountDays } from "../testing/levels/recounted-levels";
import { refreshDays } from "../testing/levels/refresh-days";
import { testIdOf } from "../testing/stored-cell";
import { storeBatch } from "./batches/store-batch";
import { removeCell } from "./cells/remove-cell";
import { removeTimeRange } from "./cells/remove-time-range";
import { verifyCell } from "./recompute/verify-cell";

cloneTestDatabase();

// Samples come, are corrected and deleted, in transactions that end at once and such that stay open, while chunks are compressed and days are
// summed up, held, broken and killed, in any order: after every step minutes, hours and days are those that a recount gives.

/** Two cells that are stored into as batches are, and two tests whose transactions stay open. */
const CELLS = ["A", "B"];
const HELD = ["held 0", "held 1"];
const DAYS = 5;
/** The third day is in another chunk. */
const FIRST_DAY_MS = Date.parse("2024-02-27T00:00:00Z");
const dayOf = (day: number) => new Date(FIRST_DAY_MS + day * 86_400_000).toISOString();

const stretch = {
  day: fc.nat({ max: DAYS - 1 }),
  hour: fc.constantFrom(0, 11, 23),
  count: fc.integer({ min: 1, max: 60 }),
  stepS: fc.constantFrom(1, 20, 400),
  voltageV: fc.constantFrom(2.5, 3, 4),
  temperatureC: fc.constantFrom(null, 20, 45),
};
type Stretch = { [K in keyof typeof stretch]: (typeof stretch)[K] extends fc.Arbitrary<infer V> ? V : never };
const cell = fc.constantFrom(...CELLS);
const holder = fc.nat({ max: HELD.length - 1 });
const kind = <K extends string>(name: K) => fc.constant(name);

const command = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: kind("store"), cell, ...stretch }) },
  { weight: 2, arbitrary: fc.record({ kind: kind("remove range"), cell, ...stretch }) },
  { weight: 1, arbitrary: fc.record({ kind: kind("remove cell"), cell }) },
  { weight: 4, arbitrary: fc.record({ kind: kind("hold samples"), holder, ...stretch }) },
  { weight: 1, arbitrary: fc.record({ kind: kind("hold removal"), holder, ...stretch }) },
  { weight: 4, arbitrary: fc.record({ kind: kind("end held"), holder, commits: fc.constantFrom(true, true, false) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom("compress" as const, "write anew" as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: kind("begin refresh"),
      to: fc.integer({ min: 1, max: DAYS }),
      fails: fc.constantFrom<Failure[]>("never", "never", "never", "before", "after"),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constantFrom("compute" as const, "compute" as const, "finish" as const, "kill" as const),
    }),
  },
);
type Command = typeof command extends fc.Arbitrary<infer C> ? C : never;
type Of<K extends Command["kind"]> = Extract<Command, { kind: K }>;

let owner: pg.Client;
let refresh: GatedRefresh;
let scope: LabScope;
let heldIds: number[];
/** A transaction that stays open until it is told how to end. */
type Held = { tx: LabTransaction; end: (commits: boolean) => void; done: Promise<void> };
const held: (Held | null)[] = [null, null];

beforeAll(async () => {
  owner = new pg.Client({ connectionString: env().MIGRATE_DATABASE_URL });
  await owner.connect();
  refresh = await gatedRefresh(owner);
});
afterAll(async () => {
  await refresh.end();
  await owner.end();
});

const samplesOf = ({ day, hour, count, stepS, voltageV, temperatureC }: Stretch) =>
  Array.from({ length: count }, (_, index) => ({
    timeUs: 1000 * (FIRST_DAY_MS + day * 86_400_000 + hour * 3_600_000) + index * stepS * 1e6,
    record: 0,
    voltageV: voltageV + index / 100,
    currentA: index % 2 === 0 ? 1 : -1,
    temperatureC: index % 3 === 0 ? null : temperatureC,
  }));
const endsOf = (given: Stretch) => {
  const samples = samplesOf(given);
  return { fromUs: samples[0]?.timeUs ?? 0, toUs: samples.at(-1)?.timeUs ?? 0 };
};

async function openHeld(index: number): Promise<LabTransaction> {
  const open = held[index];
  if (open) return open.tx;
  const { promise: ending, resolve: end } = Promise.withResolvers<boolean>();
  const { promise: began, resolve: begin } = Promise.withResolvers<LabTransaction>();
  const done = inLab(scope, async (tx) => {
    begin(tx);
    if (!(await ending)) throw new Error("rolled back");
  }).catch((error: Error) => expect(error.message).toBe("rolled back"));
  const tx = await began;
  held[index] = { tx, end, done };
  return tx;
}

async function endHeld(index: number, commits: boolean): Promise<void> {
  held[index]?.end(commits);
  await held[index]?.done;
  held[index] = null;
}

async function holdSamples({ holder: index, ...given }: Of<"hold samples">): Promise<void> {
  const [tx, testId] = [await openHeld(index), heldIds[index] ?? 0];
  const samples = orderSamples(toSampleColumns(samplesOf(given)));
  const seq = new Float64Array(samples.length).fill(await drawSeq(scope));
  await upsertSamples(scope, tx, { testId, samples, seq });
  await refreshZoomLevels(scope, tx, [{ testId, ...endsOf(given) }]);
}

/** What changes whole chunks waits for who wrote into them. */
async function whileNothingIsHeld(work: () => Promise<unknown>): Promise<void> {
  for (const index of held.keys()) await endHeld(index, true);
  await work();
}

const STEPS: { [K in Command["kind"]]: (given: Of<K>) => Promise<unknown> } = {
  store: async ({ cell: name, ...given }) =>
    storeBatch(scope, batchOf(name, samplesOf(given), { seq: await drawSeq(scope) })),
  "remove range": async ({ cell: name, ...given }) => {
    const { fromUs, toUs } = endsOf(given);
    if (await testIdOf(scope, name)) await removeTimeRange(scope, { cell: name, from: fromUs / 1000, to: toUs / 1000 });
  },
  "remove cell": async ({ cell: name }) => {
    const testId = await testIdOf(scope, name);
    if (!testId) return;
    await removeCell(scope, { cell: name });
    await deleteOrphanedSamples({ testIds: [testId] });
  },
  "hold samples": holdSamples,
  "hold removal": async ({ holder: index, ...given }) =>
    deleteSamplesBetween(scope, await openHeld(index), { testId: heldIds[index] ?? 0, ...endsOf(given) }),
  "end held": ({ holder: index, commits }) => endHeld(index, commits),
  compress: () => whileNothingIsHeld(() => compressChunks(owner)),
  "write anew": () =>
    whileNothingIsHeld(async () => {
      if (refresh.isCommunity) await owner.query(`CALL rewrite_changed_chunks(NULL, '{"least_bytes": 0}')`);
    }),
  "begin refresh": ({ to, fails }) => refresh.begin(dayOf(to), fails),
  compute: () => refresh.compute(),
  finish: () => refresh.finish(),
  kill: () => refresh.kill(),
};

async function perform(given: Command): Promise<void> {
  // biome-ignore lint/suspicious/noExplicitAny: the table above pairs each kind with its own step
  await (STEPS[given.kind] as (given: any) => Promise<unknown>)(given);
}

async function expectRight(after: string): Promise<void> {
  expect(await countWrongBuckets(owner), after).toEqual({ minutes: 0, hours: 0 });
  const range = { fromUs: 1000 * FIRST_DAY_MS, toUs: 1000 * FIRST_DAY_MS + (DAYS + 1) * 86_400e6 - 1 };
  const usage = await inLab(scope, (tx) => listUsageByDay(scope, tx, range));
  expect(usage, after).toEqual(await recountDays(owner, scope.labId));
}

/** A lab of its own for each order; what others left stays beside it. */
async function follow(commands: readonly Command[]): Promise<void> {
  scope = labScopeForAdmin((await createLab()).labId);
  // In each chunk: who makes one keeps others from writing into it until the end of the transaction.
  const first = [0, DAYS - 1].map((day) => ({
    timeUs: 1000 * (FIRST_DAY_MS + day * 86_400_000),
    voltageV: 3,
    currentA: 1,
  }));
  for (const name of HELD) await storeBatch(scope, batchOf(name, first));
  heldIds = [];
  for (const name of HELD) heldIds.push(await testIdOf(scope, name));
  for (const given of commands) {
    await perform(given);
    await expectRight(given.kind);
  }
  await whileNothingIsHeld(() => refresh.finish());
  await refresh.heal();
  await refreshDays(owner);
  await expectRight("all of it");
  expect((await owner.query("SELECT FROM dirty_days")).rowCount).toBe(0);
  for (const name of CELLS) {
    if (await testIdOf(scope, name)) expect((await verifyCell(scope, { cell: name })).differences).toEqual([]);
  }
}

it("keeps every level as a recount gives it, whatever comes, goes and fails, in any order", {
  tags: ["thorough"],
  timeout: 480_000,
}, async () => {
  await fc.assert(fc.asyncProperty(fc.array(command, { minLength: 5, maxLength: 20 }), follow), { numRuns: 25 });
});
