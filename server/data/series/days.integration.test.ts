import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { env } from "../../env";
import type { LabScope } from "../../lab-scope";
import { storeBatch } from "../../services/batches/store-batch";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { batchOf, createLab } from "../../testing/factories";
import { type Failure, type GatedRefresh, gatedRefresh } from "../../testing/levels/gated-refresh";
import { refreshDays } from "../../testing/levels/refresh-days";
import { testIdOf } from "../../testing/stored-cell";
import { inLab } from "../in-lab";
import { listUsageByDay } from "./usage-reads";

cloneTestDatabase();

// Writers, refreshes and what ends them, in any order: at every moment the days that are read are those that a recount of the hours gives.
// On Community the refresh is TimescaleDB's; on Apache a procedure stands in for it.

const WRITERS = 2;
const DAYS = 5;
const FIRST_DAY = Date.parse("2024-03-01T00:00:00Z");
const dayOf = (day: number) => new Date(FIRST_DAY + day * 86_400_000).toISOString();

const writer = fc.nat({ max: WRITERS - 1 });
const command = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("write" as const),
      writer,
      day: fc.nat({ max: DAYS - 1 }),
      hour: fc.constantFrom(0, 11, 23),
      n: fc.integer({ min: 1, max: 60 }),
      /** Else the transaction stays open, which holds refreshes up. */
      commits: fc.constantFrom(true, true, true, false),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("remove" as const), writer }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constantFrom("commit" as const, "commit" as const, "rollback" as const), writer }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("begin refresh" as const),
      to: fc.integer({ min: 1, max: DAYS }),
      fails: fc.constantFrom<Failure[]>("never", "never", "never", "never", "before", "after"),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        "compute" as const,
        "compute" as const,
        "finish" as const,
        "finish" as const,
        "kill" as const,
      ),
    }),
  },
);
type Command = typeof command extends fc.Arbitrary<infer C> ? C : never;

let owner: pg.Client;
let refresh: GatedRefresh;
let scope: LabScope;
let testIds: number[];
const writers: { client: pg.Client; isOpen: boolean }[] = [];

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: env().MIGRATE_DATABASE_URL });
  client.on("error", () => {}); // some are killed here
  await client.connect();
  return client;
}

beforeAll(async () => {
  owner = await connect();
  for (let index = 0; index < WRITERS; index++) writers.push({ client: await connect(), isOpen: false });
  refresh = await gatedRefresh(owner);
  scope = (await createLab()).scope;
  for (let index = 0; index < WRITERS; index++) {
    await storeBatch(scope, batchOf(`cell ${index}`, [{ timeUs: 1000 * FIRST_DAY, voltageV: 3, currentA: 1 }]));
  }
  testIds = [];
  for (let index = 0; index < WRITERS; index++) testIds.push(await testIdOf(scope, `cell ${index}`));
});
afterAll(async () => {
  for (const { client } of writers) await client.end();
  await refresh.end();
  await owner.end();
});

const usage = () =>
  inLab(scope, (tx) =>
    listUsageByDay(scope, tx, { fromUs: 1000 * FIRST_DAY, toUs: 1000 * FIRST_DAY + DAYS * 86_400e6 - 1 }),
  );

async function recount() {
  const { rows } = await owner.query(
    `SELECT to_char(bucket, 'YYYY-MM-DD') AS day, sum(n)::integer AS samples, count(DISTINCT test_id)::integer AS tests
     FROM samples_1h WHERE test_id = ANY ($1) GROUP BY 1 ORDER BY 1`,
    [testIds],
  );
  return rows;
}

async function write({ writer: index, day, hour, n, commits }: Extract<Command, { kind: "write" }>) {
  await inWriter(index, (client) =>
    client.query(
      `INSERT INTO samples_1h (test_id, bucket, n) VALUES ($1, $2::timestamptz + $3 * INTERVAL '1 hour', $4)
       ON CONFLICT (test_id, bucket) DO UPDATE SET n = excluded.n`,
      [testIds[index], dayOf(day), hour, n],
    ),
  );
  if (commits) await end(index, "commit");
}

async function inWriter(index: number, work: (client: pg.Client) => Promise<unknown>) {
  const one = writers[index];
  if (!one) throw new RangeError("no such writer");
  if (!one.isOpen) await one.client.query("BEGIN");
  one.isOpen = true;
  await work(one.client);
}

async function end(index: number, how: "commit" | "rollback") {
  const one = writers[index];
  if (one?.isOpen) await one.client.query(how);
  if (one) one.isOpen = false;
}

const STEPS: { [K in Command["kind"]]: (given: Extract<Command, { kind: K }>) => Promise<unknown> } = {
  write,
  remove: ({ writer: index }) =>
    inWriter(index, (client) => client.query("DELETE FROM samples_1h WHERE test_id = $1", [testIds[index]])),
  commit: ({ writer: index }) => end(index, "commit"),
  rollback: ({ writer: index }) => end(index, "rollback"),
  "begin refresh": ({ to, fails }) => refresh.begin(dayOf(to), fails),
  compute: () => refresh.compute(),
  finish: () => refresh.finish(),
  kill: () => refresh.kill(),
};

async function perform(given: Command) {
  // biome-ignore lint/suspicious/noExplicitAny: the table above pairs each kind with its own step
  await (STEPS[given.kind] as (given: any) => Promise<unknown>)(given);
}

/** All writers and refreshes end, the days are forgotten, the hours are gone. */
async function reset() {
  await refresh.finish();
  for (let index = 0; index < WRITERS; index++) await end(index, "rollback");
  await owner.query("DELETE FROM samples_1h");
  await owner.query("DELETE FROM dirty_days");
  await owner.query("UPDATE day_state SET announced_to = '-infinity', announced_at = NULL, known_to = '-infinity'");
}

async function follow(commands: readonly Command[]) {
  await reset();
  for (const given of commands) {
    await perform(given);
    expect(await usage(), given.kind).toEqual(await recount());
  }
  await refresh.finish();
  for (let index = 0; index < WRITERS; index++) await end(index, "commit");
  await refresh.heal();
  await refreshDays(owner);
  // Nothing is left to do, and the days hold nothing but what the hours give.
  expect(await usage()).toEqual(await recount());
  expect((await owner.query("SELECT FROM dirty_days")).rowCount).toBe(0);
  const { rows } = await owner.query(
    `SELECT to_char(bucket, 'YYYY-MM-DD') AS day, sum(n)::integer AS samples, count(*)::integer AS tests
     FROM samples_by_day WHERE n > 0 GROUP BY 1 ORDER BY 1`,
  );
  expect(rows).toEqual(await recount());
}

const written = (n: number, commits = true): Command => ({ kind: "write", writer: 0, day: 1, hour: 11, n, commits });
const begun: Command = { kind: "begin refresh", to: 3, fails: "never" };
const refreshed: Command[] = [begun, { kind: "compute" }, { kind: "finish" }];

it.each<[string, Command[]]>([
  ["who wrote before it was announced", [written(1, false), ...refreshed, { kind: "commit", writer: 0 }]],
  ["what changes while it is computed", [written(1), begun, written(2), { kind: "compute" }, { kind: "finish" }]],
  ["what changes behind the computation", [written(1), begun, { kind: "compute" }, written(2), { kind: "finish" }]],
  [
    "what changes twice, once behind the computation",
    [written(1), ...refreshed, written(2), begun, { kind: "compute" }, written(3), { kind: "finish" }],
  ],
  [
    "what somebody is about to change behind the computation",
    [written(1), ...refreshed, written(2), begun, { kind: "compute" }, written(3, false), { kind: "finish" }],
  ],
  ["a test that is emptied", [written(1), ...refreshed, { kind: "remove", writer: 0 }, { kind: "commit", writer: 0 }]],
  ["a refresh that is killed", [written(1), ...refreshed, written(2), begun, { kind: "compute" }, { kind: "kill" }]],
])("shows days as a recount gives them: %s", async (_, commands) => {
  await follow(commands);
});

it("shows days as a recount gives them, whatever fails, in any order", { tags: ["thorough"] }, async () => {
  await fc.assert(fc.asyncProperty(fc.array(command, { minLength: 5, maxLength: 30 }), follow), {
    numRuns: 40,
    interruptAfterTimeLimit: 90_000,
    markInterruptAsFailure: false,
  });
});
