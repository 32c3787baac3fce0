import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { answerFormat } from "./answer-format";
import { toCsv } from "./csv";
import { toParquet } from "./parquet";
import { columnDefinitions, type Table, toColumns } from "./table";

const schema = z.object({
  cell: z.string(),
  cycle: z.int(),
  currentA: z.number().nullable(),
  isLast: z.boolean(),
  at: z.iso.datetime(),
  range: z.object({ from: z.int(), to: z.int() }).nullable(),
  warnings: z.array(z.object({ message: z.string() })),
  tests: z.record(z.string(), z.int()),
});
const ROWS = [
  {
    cell: "=1+1",
    cycle: 7,
    currentA: -0.5,
    isLast: false,
    at: "2026-01-02T03:04:05.678901Z",
    range: { from: 1, to: 2 },
    warnings: [{ message: "Odd." }, { message: "Late, too." }],
    tests: { "": 1 },
  },
  {
    cell: 'a "b", c\nd',
    cycle: 2 ** 31 + 1,
    currentA: null,
    isLast: true,
    at: "2026-01-02T03:04:05.000Z",
    range: null,
    warnings: [],
    tests: {},
  },
];
const table: Table = { columns: toColumns(schema, ROWS), about: { cell: "é", excluded: [1] } };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ct-table-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What another program reads of a file. */
async function readByDuckDb(name: string, bytes: string | Uint8Array, sql: (path: string) => string) {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  const database = await DuckDBInstance.create();
  const connection = await database.connect();
  const rows = await (await connection.runAndReadAll(sql(path))).getRowObjectsJson();
  connection.closeSync();
  database.closeSync();
  return rows;
}

it("makes a column of each field, of an object's fields too", () => {
  expect(table.columns.map(({ name, type }) => [name, type])).toEqual([
    ["cell", "text"],
    ["cycle", "integer"],
    ["currentA", "number"],
    ["isLast", "boolean"],
    ["at", "time"],
    ["range.from", "integer"],
    ["range.to", "integer"],
    ["warnings", "text"],
    ["tests", "text"],
  ]);
  const valuesOf = (name: string) => table.columns.find((column) => column.name === name)?.values;
  expect(valuesOf("range.to")).toEqual([2, null]);
  expect(valuesOf("warnings")).toEqual(["Odd. Late, too.", ""]);
  expect(valuesOf("tests")).toEqual(['{"":1}', "{}"]);
});

it("takes what a schema says of a column, of an object and of its fields", () => {
  const described = z.object({
    cell: z.string(),
    chargeAh: z.number().meta({ description: "Ah" }).nullable(),
    knee: z
      .object({ cycle: z.number().meta({ description: "a place" }) })
      .nullable()
      .meta({ description: "a bend" }),
  });
  expect(columnDefinitions(described)).toEqual({ chargeAh: "Ah", knee: "a bend", "knee.cycle": "a place" });
});

it("writes CSV in which no text is a formula and negative numbers stay numbers", async () => {
  const lines = (await toCsv(table, { withAbout: false })).split("\r\n");
  expect(lines.slice(0, 2)).toEqual([
    "cell,cycle,currentA,isLast,at,range.from,range.to,warnings,tests",
    `"'=1+1",7,-0.5,false,2026-01-02T03:04:05.678901Z,1,2,"Odd. Late, too.","{"""":1}"`,
  ]);
  expect((await toCsv(table, { withAbout: true })).startsWith('# cell: "é"\r\n# excluded: [1]\r\ncell,')).toBe(true);
  expect(await toCsv({ columns: toColumns(schema, []), about: {} }, { withAbout: false })).toBe(`${lines[0]}\r\n`);
});

it("writes CSV that another program reads", async () => {
  const rows = await readByDuckDb(
    "table.csv",
    await toCsv(table, { withAbout: false }),
    (path) => `SELECT cell, "currentA" FROM read_csv('${path}')`,
  );
  expect(rows).toEqual([
    { cell: "'=1+1", currentA: -0.5 },
    { cell: ROWS[1]?.cell, currentA: null },
  ]);
});

it("writes Parquet that another program reads, with types and metadata", async () => {
  const bytes = await toParquet(table);
  const rows = await readByDuckDb(
    "table.parquet",
    bytes,
    (path) => `SELECT cell, cycle, "currentA", "isLast", epoch_us("at") AS "us", "range.from" FROM '${path}'`,
  );
  expect(rows).toEqual([
    { cell: "=1+1", cycle: "7", currentA: -0.5, isLast: false, us: "1767323045678901", "range.from": "1" },
    {
      cell: ROWS[1]?.cell,
      cycle: String(2 ** 31 + 1),
      currentA: null,
      isLast: true,
      us: "1767323045000000",
      "range.from": null,
    },
  ]);
  const about = await readByDuckDb(
    "table.parquet",
    bytes,
    (path) => `SELECT decode(key) AS key, decode(value) AS value FROM parquet_kv_metadata('${path}')`,
  );
  expect(about).toEqual([
    { key: "cell", value: '"é"' },
    { key: "excluded", value: "[1]" },
  ]);
});

it("writes as many rows as there are, in groups", async () => {
  const many = Array.from({ length: 25_001 }, (_, index) => ({ n: index }));
  const long = { columns: toColumns(z.object({ n: z.int() }), many), about: {} };
  const sum = "SELECT count(*)::integer AS rows, sum(n)::double AS sum FROM";
  const expected = [{ rows: 25_001, sum: (25_000 * 25_001) / 2 }];
  expect(await readByDuckDb("long.parquet", await toParquet(long), (path) => `${sum} '${path}'`)).toEqual(expected);
  const csv = await toCsv(long, { withAbout: false });
  expect(await readByDuckDb("long.csv", csv, (path) => `${sum} read_csv('${path}')`)).toEqual(expected);
  const none = await toParquet({ columns: toColumns(schema, []), about: {} });
  expect(await readByDuckDb("none.parquet", none, (path) => `SELECT * FROM '${path}'`)).toEqual([]);
});

it.each([
  [null, null, "json"],
  ["", null, "json"],
  ["*/*", null, "json"],
  ["text/csv", null, "csv"],
  ["text/*;q=0.5, application/vnd.apache.parquet", null, "parquet"],
  ["text/csv;q=0, application/json", null, "json"],
  ["application/problem+json", null, "json"],
  ["application/json", "csv", "csv"],
  ["image/png", "application/vnd.apache.parquet", "parquet"],
])("answers Accept %j and format %j as %s", (accept, format, expected) => {
  expect(answerFormat({ accept, format }, ["json", "csv", "parquet"])).toBe(expected);
});

it.each([
  ["image/png", null],
  ["*/*", "xlsx"],
])("refuses Accept %j and format %j, and says what there is", (accept, format) => {
  expect(() => answerFormat({ accept, format }, ["json", "csv"])).toThrow(
    "This answer comes as application/json (format=json), text/csv (format=csv).",
  );
});
