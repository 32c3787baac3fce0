import { gzipSync } from "node:zlib";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { uploadImport } from "@/server/api/pages/upload-import";
import { env } from "@/server/env";
import { putCell } from "@/server/services/cells/put-cell";
import { createApiKey } from "@/server/services/team/create-api-key";
import { cloneTestDatabase } from "@/server/testing/clone-test-database";
import { createLab } from "@/server/testing/factories";
import { readFixture } from "@/server/testing/files/imported-file";
import { bdfFile, importSender, STARTED_AT } from "@/server/testing/senders/import-sender";
import { createStaffedLab } from "@/server/testing/team";
import { POST } from "./route";

cloneTestDatabase();

let apiKey: string;
let owner: pg.Client;
beforeAll(async () => {
  const { scope } = await createLab();
  ({ apiKey } = await createApiKey(scope, { name: "cycler", scopes: ["ingest"] }));
  owner = new pg.Client({ connectionString: env().MIGRATE_DATABASE_URL });
  await owner.connect();
});
afterAll(() => owner.end());

const send = importSender(POST, () => apiKey);
const query = { cell: "A", startedAt: STARTED_AT };

/** What there is of cells, tests and imports in the whole database. */
async function everything(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of [
    "imports",
    "import_parts",
    "import_tests",
    "cells",
    "tests",
    "test_states",
    "batches",
    "samples",
  ]) {
    const { rows } = await owner.query<{ count: number }>(`SELECT count(*)::integer AS count FROM ${table}`);
    counts[table] = rows[0]?.count ?? 0;
  }
  return counts;
}
const NOTHING = {
  imports: 0,
  import_parts: 0,
  import_tests: 0,
  cells: 0,
  tests: 0,
  test_states: 0,
  batches: 0,
  samples: 0,
};

it.each([
  ["custom_missing_column.csv", { errors: [{ row: 20, column: "voltage" }] }],
  ["custom_nan_inf.csv", { errors: [{ row: 24 }, { row: 28 }, { row: 32 }] }],
  ["custom_truncated.csv", { errors: [{ row: 80, column: "cycle" }] }],
  ["unsupported_test.csv", { detail: expect.stringContaining("Columns found") }],
])("says where %s is wrong, and keeps nothing of it", async (file, problem) => {
  const { status, headers, body } = await send(Buffer.from(readFixture(`bad/${file}`)), { query });
  expect([status, headers.get("content-type")]).toEqual([422, "application/problem+json"]);
  expect(body).toMatchObject(problem);
  expect(await everything()).toEqual(NOTHING);
});

it("names the parameter that settles a contradiction of test time and clock", async () => {
  const clockAt = (second: number) => new Date(Date.now() - 7_200_000 + second * 1000).toISOString();
  const rows = Array.from({ length: 60 }, (_, index) => `${index * 60_000},${clockAt(index * 60)},3.5,1`);
  const file = `${["Test Time (s),Date Time,Voltage (V),Current (A)", ...rows].join("\n")}\n`;
  const { status, body } = await send(file, { query: { cell: "A" } });
  expect(status).toBe(422);
  const message = expect.stringContaining("its unit seems to be ms. Say which it is: timeUnit=ms");
  expect(body).toMatchObject({ errors: [{ pointer: "/timeUnit", message }] });
  expect(await everything()).toEqual(NOTHING);
  expect((await send(file, { query: { cell: "A", timeUnit: "parsec" } })).status).toBe(422);
});

it.each([
  [
    "timeUnit",
    "Say which it is: timeUnit=min (",
    "Test Time (s),Step Time (s),Voltage (V),Current (A)",
    (s: number) => [s / 60, s, 3.5 + s / 1e4, 1],
  ],
  [
    "headings",
    "Say which it is: headings=exchanged (",
    "Test Time (s),Current (A),Voltage (V)",
    (s: number) => [s, 3.5 + s / 1e4, s < 300 ? 1 : 0],
  ],
  [
    "voltageColumn",
    "Say which it is: voltageColumn=first (",
    "Time (s),Voltage (V),Cell Voltage (V),Current (A)",
    (s: number) => [s, 14 + s / 1e3, 3.5 + s / 1e4, 1],
  ],
  [
    "countersDiffer",
    "To read it as it is, say countersDiffer=accepted (",
    "Test Time (s),Voltage (V),Current (A),Charge Capacity (Ah)",
    (s: number) => [s, 3.5 + s / 1e4, 1, (0.8 * s) / 3600],
  ],
  [
    "coarseTime",
    "To read it as it is, say coarseTime=accepted (",
    "Test Time (min),Voltage (V),Current (A)",
    (s: number) => [Math.floor(s / 60), 3.5 + s / 1e4, 1],
  ],
  [
    "clockFalls",
    "To read it as it is, say clockFalls=accepted (",
    "Unix Time (s),Voltage (V),Current (A)",
    (s: number) => [1_795_000_000 + s - (s > 300 ? 200 : 0), 3.5 + s / 1e4, 1],
  ],
])(
  "names the parameter %s for what else contradicts itself, and keeps nothing",
  async (parameter, choices, headings, rowOf) => {
    const rows = Array.from({ length: 60 }, (_, index) => rowOf(index * 10).join(","));
    const query = { cell: "A", startedAt: new Date(Date.now() - 7_200_000).toISOString() };
    const { status, body } = await send(`${[headings, ...rows].join("\n")}\n`, { query });
    expect(status).toBe(422);
    // Rows that a fall of the clock gives one time are asked about as well.
    const question = expect.objectContaining({ pointer: `/${parameter}`, message: expect.stringContaining(choices) });
    expect(body).toMatchObject({ errors: expect.arrayContaining([question]) });
    expect(await everything()).toEqual(NOTHING);
  },
);

it("holds a current of which no heading names the unit against what its cell is known to hold", async () => {
  const { scope, labId } = await createLab();
  const { apiKey: key } = await createApiKey(scope, { name: "cycler", scopes: ["ingest"] });
  const ofLab = importSender(POST, () => key);
  const rows = Array.from({ length: 60 }, (_, minute) => `${60 * minute},${3 + minute / 60},2`);
  const file = `${["Time (s),Voltage (V),Current", ...rows].join("\n")}\n`; // 1.97 mAh, or 1.97 Ah
  const message = expect.stringContaining("no heading names the unit of the current. Say which it is: currentUnit=mA");
  const refused = { status: 422, body: { errors: [{ pointer: "/currentUnit", message }] } };
  expect(await ofLab(file, { query: { ...query, nominalCapacityAh: "0.004" } })).toMatchObject(refused);
  await putCell(scope, { name: "A", changes: { nominalCapacityAh: 0.004 } });
  // What was set before wins over what its sender says.
  expect(await ofLab(file, { query: { ...query, nominalCapacityAh: "4" } })).toMatchObject(refused);
  await owner.query("DELETE FROM cells WHERE lab_id = $1", [labId]);
});

it("keeps nothing of a file whose last line is wrong, though parts were in the database by then", async () => {
  const file = `${bdfFile({ rows: 90_000 })}90000,3,here,13,1\n`;
  let spooled = 0;
  const pieces = file.match(/.{1,65536}/gs) ?? [];
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const piece = pieces.shift();
      if (pieces.length === 0) {
        // The last line is sent when the first parts are there.
        await expect.poll(async () => (await everything()).import_parts).toBeGreaterThan(1);
        spooled = (await everything()).import_parts ?? 0;
      }
      controller.enqueue(Buffer.from(piece ?? ""));
      if (pieces.length === 0) controller.close();
    },
  });
  expect(await send(body, { query })).toMatchObject({
    status: 422,
    body: { errors: [{ row: 90_002, column: "current_ampere" }] },
  });
  expect(spooled).toBeGreaterThan(1);
  expect(await everything()).toEqual(NOTHING);
});

it.each<[string, number, string, Record<string, string>, Record<string, string>]>([
  ["no samples", 422, bdfFile({ rows: 0 }), query, {}],
  ["no bytes", 422, "", query, {}],
  ["no cell", 422, bdfFile({ rows: 9 }), { startedAt: STARTED_AT }, {}],
  ["no clock", 422, bdfFile({ rows: 9 }), { cell: "A" }, {}],
  ["samples ahead of the clock", 422, bdfFile({ rows: 9 }), { cell: "A", startedAt: "2100-01-01T00:00:00Z" }, {}],
  ["an unknown word in the query", 422, bdfFile({ rows: 9 }), { ...query, offset: "1" }, {}],
  ["an unknown format", 422, bdfFile({ rows: 9 }), { ...query, format: "tea leaves" }, {}],
  ["an unknown mapping", 422, bdfFile({ rows: 9 }), { ...query, mapping: "nobody's" }, {}],
  ["a broken mapping", 422, bdfFile({ rows: 9 }), { ...query, mapping: '{"columns":{"a":{"field":"colour"}}}' }, {}],
  ["metadata that is no object", 422, bdfFile({ rows: 9 }), { ...query, metadata: "[1]" }, {}],
  ["NUL in a format", 422, bdfFile({ rows: 9 }), { ...query, format: "a\u0000" }, {}],
  ["NUL in the name of a mapping", 422, bdfFile({ rows: 9 }), { ...query, mapping: "a\u0000" }, {}],
  [
    "NUL in a mapping",
    422,
    bdfFile({ rows: 9 }),
    { ...query, mapping: '{"columns":{"a\\u0000":{"field":"voltage"}}}' },
    {},
  ],
  ["NUL in metadata", 422, bdfFile({ rows: 9 }), { ...query, metadata: '{"a":"b\\u0000"}' }, {}],
  ["NUL in the name of a file", 422, bdfFile({ rows: 9 }), { ...query, fileName: "a\u0000.csv" }, {}],
  ["a name that no cell may have", 422, bdfFile({ rows: 9 }), { ...query, cell: "a/b" }, {}],
  ["another encoding", 415, bdfFile({ rows: 9 }), query, { "Content-Encoding": "br" }],
  ["no gzip", 400, bdfFile({ rows: 9 }), query, { "Content-Encoding": "gzip" }],
  ["another digest", 400, bdfFile({ rows: 9 }), query, { "Content-Digest": "sha-256=:AAAA:" }],
])("refuses %s with %i and keeps nothing", async (_, status, file, said, headers) => {
  const answer = await send(file, { query: said, headers });
  expect([answer.status, answer.body.detail]).toEqual([status, expect.any(String)]);
  expect(await everything()).toEqual(NOTHING);
});

it("refuses half of a gzip", async () => {
  const packed = gzipSync(bdfFile({ rows: 60_000 }));
  const half = packed.subarray(0, packed.length / 2);
  expect(await send(half, { query, headers: { "Content-Encoding": "gzip" } })).toMatchObject({ status: 400 });
  expect(await everything()).toEqual(NOTHING);
});

it("takes four files of a lab at once, and asks a fifth to wait", async () => {
  const releases: (() => void)[] = [];
  const slowFile = () =>
    new ReadableStream<Uint8Array>({
      async pull(controller) {
        controller.enqueue(Buffer.from("nothing"));
        await new Promise<void>((resolve) => releases.push(resolve));
        controller.close();
      },
    });
  const under = Array.from({ length: 4 }, () => send(slowFile(), { query }));
  await expect.poll(async () => (await everything()).imports).toBe(4);
  const fifth = await send(bdfFile({ rows: 9 }), { query });
  expect([fifth.status, fifth.headers.get("retry-after")]).toEqual([429, "15"]);
  const elsewhere = await createLab();
  const { apiKey: key } = await createApiKey(elsewhere.scope, { name: "cycler", scopes: ["ingest"] });
  expect(await importSender(POST, () => key)("nothing", { query }), "another lab's").toMatchObject({ status: 422 });
  for (const release of releases) release();
  for (const { status } of await Promise.all(under)) expect(status).toBe(422);
  expect(await everything()).toEqual(NOTHING);
});

it("asks a file to wait behind a hundred of its lab that are not stored yet", async () => {
  const { scope, labId } = await createLab();
  const { apiKey: key } = await createApiKey(scope, { name: "cycler", scopes: ["ingest"] });
  const ofLab = importSender(POST, () => key);
  expect(await ofLab(bdfFile({ rows: 9 }), { query })).toMatchObject({ status: 202 });
  const { rows } = await owner.query<{ names: string }>(
    `SELECT string_agg(quote_ident(column_name), ', ') AS names FROM information_schema.columns
     WHERE table_name = 'imports' AND column_name NOT IN ('import_id', 'sha256') AND is_generated = 'NEVER'`,
  );
  const names = rows[0]?.names ?? "";
  const insert = `INSERT INTO imports (import_id, ${names}) SELECT gen_random_uuid(), ${names} FROM imports WHERE lab_id = $1 LIMIT 1`;
  for (let waiting = 1; waiting < 100; waiting++) await owner.query(insert, [labId]);
  const refused = await ofLab(bdfFile({ rows: 10 }), { query });
  expect([refused.status, refused.body.detail]).toEqual([429, expect.stringContaining("100 files of this lab wait")]);
  await owner.query("DELETE FROM import_parts WHERE lab_id = $1", [labId]);
  await owner.query("DELETE FROM import_tests WHERE lab_id = $1", [labId]);
  await owner.query("DELETE FROM imports WHERE lab_id = $1", [labId]);
});

it("takes files of a lab's members from its own pages, and from nobody else", async () => {
  const lab = await createStaffedLab();
  const { origin } = new URL(env().APP_URL);
  const upload = async (headers: Record<string, string>, slug = lab.slug) => {
    const url = `${origin}/api/labs/${slug}/imports?${new URLSearchParams(query)}`;
    return uploadImport(new Request(url, { method: "POST", headers, body: bdfFile({ rows: 9 }) }));
  };
  expect((await upload({ origin }))?.status, "not signed in").toBe(401);
  expect((await upload({ origin: "https://elsewhere.example" }))?.status).toBe(403);
  expect((await upload({}))?.status, "no word of where it comes from").toBe(403);
});
