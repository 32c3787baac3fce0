import { parquetMetadata, parquetReadObjects } from "hyparquet";
import Papa from "papaparse";
import { beforeAll, expect, it } from "vitest";
import { env } from "@/server/env";
import type { LabScope } from "@/server/lab-scope";
import type { Operation } from "@/server/api/rest/operation";
import { OPERATIONS } from "@/server/api/rest/operations";
import type { Table } from "@/server/api/tables/table";
import { storeBatch } from "@/server/services/batches/store-batch";
import { putCell } from "@/server/services/cells/put-cell";
import { addAnnotation } from "@/server/services/annotations/add-annotation";
import { renameCell } from "@/server/services/cells/rename-cell";
import { addExclusion } from "@/server/services/exclusions/add-exclusion";
import { removeExclusion } from "@/server/services/exclusions/remove-exclusion";
import { createMetadataField } from "@/server/services/fields/create-metadata-field";
import { createGrant } from "@/server/services/grants/create-grant";
import { createGrouping } from "@/server/services/groupings/create-grouping";
import { tagCycles } from "@/server/services/tags/tag-cycles";
import { createApiKey } from "@/server/services/team/create-api-key";
import { METRICS } from "@/server/domain/cycles/metrics";
import { FORMULA_VERSION } from "@/server/domain/cycles/stored-quantities";
import { cloneTestDatabase } from "@/server/testing/clone-test-database";
import { batchOf, createLab } from "@/server/testing/factories";

cloneTestDatabase();

const ROUTES = import.meta.glob<Record<string, (request: Request) => Promise<Response>>>("./**/route.ts", {
  eager: true,
});
type OperationName = keyof typeof OPERATIONS;

const CELL = "-A 1"; // which a spreadsheet would take for a formula
let scope: LabScope;
let apiKey: string;
let groupingId: number;
beforeAll(async () => {
  ({ scope } = await createLab());
  ({ apiKey } = await createApiKey(scope, { name: "read", scopes: ["read"] }));
  const sample = (minute: number) => {
    const cycle = 1 + Math.floor(minute / 20);
    const currentA = minute % 20 < 10 ? 1 : -1;
    return { timeUs: 1.7e15 + minute * 60e6, voltageV: 3 + minute / 100, currentA, cycle, testTimeS: minute * 60 };
  };
  await storeBatch(
    scope,
    batchOf(
      CELL,
      Array.from({ length: 60 }, (_, minute) => sample(minute)),
    ),
  );
  // Five at one voltage: beside them it strays in what depends on that.
  for (const name of ["B", "C", "D", "E", "F"]) {
    const even = Array.from({ length: 60 }, (_, minute) => ({ ...sample(minute), voltageV: 3.7 }));
    await storeBatch(scope, batchOf(name, even));
  }
  await createMetadataField(scope, { name: "cathode", type: "text" });
  await putCell(scope, { name: CELL, changes: { nominalCapacityAh: 0.2, metadata: { cathode: "NMC811" } } });
  ({ id: groupingId } = await createGrouping(scope, { name: "Cathodes", by: ["cathode"] }));
  await tagCycles(scope, { cell: CELL, cycles: { from: 1, to: 1 }, tag: "check_up", reason: "as planned" });
  const expiresAt = new Date(Date.now() + 60_000).toISOString();
  await createGrant(scope, { resource: { kind: "cell", name: CELL }, reads: ["cycles"], expiresAt, label: "=1+1" });
  await addExclusion(scope, { cell: CELL, cycles: { from: 2, to: 2 }, reason: "leaked" });
  await addAnnotation(scope, { cell: CELL, text: "=1+1" });
  await putCell(scope, { name: "B", changes: { polarity: "half_cell_anode", formationCycles: 0 } });
  await addExclusion(scope, { cell: "B", cycles: { from: 90, to: 90 }, reason: "spilled" });
});

/** Every operation that answers a table, as it is asked for something that has rows. */
const REQUESTS: Partial<Record<OperationName, { params?: Record<string, string>; query?: Record<string, string> }>> = {
  listCells: {},
  listCycles: { params: { name: CELL } },
  listSteps: { params: { name: CELL } },
  listSamples: { params: { name: CELL } },
  getRateTest: { params: { name: CELL } },
  listTags: { params: { name: CELL } },
  listCurves: { params: { name: CELL }, query: { kind: "vq" } },
  getAgeing: { params: { name: CELL } },
  listGroupAgeing: {},
  listMetadataFields: {},
  listExclusions: {},
  listAnnotations: {},
  listGroupings: {},
  listGrants: {},
  listGroupCycles: { query: { metric: "dischargeCapacityAh" } },
  listStrays: { params: { id: "0" } },
  listGroupDeviations: { query: { metric: "dischargeCapacityAh", cycle: "1" } },
};

async function ask(
  name: OperationName,
  extra: Record<string, string>,
  accept?: string,
  of: { params?: Record<string, string> } = {},
): Promise<Response> {
  const { path }: Operation = OPERATIONS[name];
  const { params = {}, query = {} } = { ...REQUESTS[name], ...of };
  const all: Record<string, string> = { id: String(groupingId), ...params };
  const filled = path.replace(/\{(\w+)\}/g, (_, key) => encodeURIComponent(all[key] ?? ""));
  const route = `.${path.slice("/api/v1".length).replace(/\{(\w+)\}/g, "[$1]")}/route.ts`;
  const url = `${env().APP_URL}${filled}?${new URLSearchParams({ ...query, ...extra })}`;
  const headers = { Authorization: `Bearer ${apiKey}`, ...(accept ? { Accept: accept } : {}) };
  const response = await ROUTES[route]?.GET?.(new Request(url, { headers }));
  if (!response) throw new Error(`GET ${path} is not mounted`);
  return response;
}

it("knows how to ask for every table", () => {
  const tables = Object.entries<Operation>(OPERATIONS).filter(([, { table }]) => table !== undefined);
  expect(Object.keys(REQUESTS).sort()).toEqual(tables.map(([name]) => name).sort());
});

it.each(Object.keys(REQUESTS) as OperationName[])(
  "gives %s as CSV and as Parquet, with the rows of its JSON",
  async (name) => {
    const json = await ask(name, {});
    expect(json.headers.get("content-type")).toBe("application/json");
    const operation: Operation = OPERATIONS[name];
    const table = operation.table?.(await json.json()) as Table;
    const names = table.columns.map((column) => column.name);
    const rows = table.columns[0]?.values.length ?? 0;
    expect(rows).toBeGreaterThan(0);
    expect(table.about.versions).toEqual({ export: 1, formulas: FORMULA_VERSION, bdf: "1.3.0" });
    expect(JSON.stringify(table.about)).toMatch(/"definitions?":(\{"|"[^"])/);

    const csv = await ask(name, { format: "csv" });
    expect(csv.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    const parsed = Papa.parse<string[]>((await csv.text()).trimEnd());
    expect(parsed.data).toHaveLength(1 + rows);
    expect(parsed.data[0]).toEqual(names);

    const parquet = await ask(name, {}, "application/vnd.apache.parquet");
    expect(parquet.headers.get("content-type")).toBe("application/vnd.apache.parquet");
    const file = await parquet.arrayBuffer();
    const objects = await parquetReadObjects({ file });
    expect(objects).toHaveLength(rows);
    for (const { name: column, type, values } of table.columns) {
      if (type === "time") continue;
      const read = objects.map((object) =>
        typeof object[column] === "bigint" ? Number(object[column]) : object[column],
      );
      expect(read, column).toEqual(values);
    }
    const about = parquetMetadata(file).key_value_metadata ?? [];
    expect(about.map(({ key }) => key).sort()).toEqual(Object.keys(table.about).sort());
  },
);

it("says of cycles in CSV, when asked, what their columns mean and what was left out", async () => {
  const text = await (await ask("listCycles", { format: "csv", comments: "true" })).text();
  const [comments, [header, ...rows]] = [
    text.match(/^#.*$/gm) ?? [],
    text.split("\r\n").filter((line) => line && !line.startsWith("#")),
  ];
  expect(comments.join("\n")).toContain("# referenceCycle: 1");
  expect(comments.join("\n")).toMatch(/# definitions: .*"dischargeCapacityAh":"/);
  expect(comments.join("\n")).toMatch(/# definitions: .*"coulombicEfficiencyUncertainty":"coulombic efficiency × /);
  expect(comments.join("\n")).toMatch(/# units: .*"coulombicEfficiencyUncertainty":"1"/);
  const at = (header ?? "").split(",").indexOf("excluded");
  expect(rows.map((row) => row.split(",")[at])).toEqual(["false", "true", "false"]);
});

it("says of statistics what they mean, how their cells were set and what was left out, and of cells outside of them nothing", async () => {
  for (const name of ["listGroupCycles", "listGroupDeviations", "listStrays", "listGroupAgeing"] as const) {
    const { about, ...answer } = await (await ask(name, {})).json();
    const excluded = { cell: CELL, cycles: { from: 2, to: 2 }, reason: "leaked", at: expect.any(String) };
    // "All cells" has the one beside it, too.
    const isAll = name === "listStrays";
    expect(about).toMatchObject({
      versions: { formulas: FORMULA_VERSION },
      polarity: { halfCellAnodes: isAll ? ["B"] : [] },
      referenceCycle: { formationCycles: 0, named: [], formation: isAll ? [{ cell: "B", cycles: 0 }] : [] },
      exclusions: isAll ? [excluded, { cell: "B", cycles: { from: 90, to: 90 }, reason: "spilled" }] : [excluded],
    });
    const lines = (await (await ask(name, { format: "csv", comments: "true" })).text()).split("\r\n");
    const comments = lines.filter((line) => line.startsWith("# "));
    for (const [key, value] of Object.entries(about)) expect(comments).toContain(`# ${key}: ${JSON.stringify(value)}`);
    expect(comments.join("\n")).toMatch(/definition/);
    if (name === "listGroupAgeing") expect(answer).toMatchObject({ filters: { group: null } });
    else if (!isAll) expect(answer).toMatchObject({ unit: "Ah", definition: METRICS.dischargeCapacityAh.formula });
    // Without being asked for it a table is one that anything reads.
    const plain = await (await ask(name, { format: "csv" })).text();
    expect(plain.split("\r\n")).toEqual(lines.slice(comments.length));
  }
});

const OF_CELLS: readonly (readonly [name: OperationName, filters: Record<string, unknown>])[] = [
  ["listCycles", {}],
  ["listSteps", { test: null, control: null }],
  ["listSamples", { from: null, to: null, test: null, cycle: null, points: 1000 }],
  ["getRateTest", {}],
  ["listCurves", { test: null, cycles: null, mode: null }],
  ["getAgeing", {}],
  ["listTags", {}],
];

it("says of a cell's tables how it was set, what was asked for and what was left out, and of other cells nothing", async () => {
  for (const [name, filters] of OF_CELLS) {
    const { about } = await (await ask(name, {})).json();
    expect(about, name).toEqual({
      versions: { export: 1, formulas: FORMULA_VERSION, bdf: "1.3.0" },
      counted: "complete cycles that are neither partial nor excluded",
      polarity: { rule: expect.stringContaining("half_cell_anode"), cell: "full_cell" },
      reference: { rule: expect.stringContaining("first counted cycle"), formationCycles: 0, named: null },
      filters,
      exclusions: [{ cell: CELL, cycles: { from: 2, to: 2 }, reason: "leaked", at: expect.any(String) }],
      annotations: [expect.objectContaining({ cell: CELL, text: "=1+1", by: "ChargeTracker" })],
    });
    const text = await (await ask(name, { format: "csv", comments: "true" })).text();
    const lines = text.split("\r\n");
    const comments = lines.filter((line) => line.startsWith("# "));
    for (const [key, value] of Object.entries(about)) expect(comments).toContain(`# ${key}: ${JSON.stringify(value)}`);
    expect(comments.join("\n")).toMatch(/# definitions: \{".+/);
    expect(text).not.toContain("spilled");
    // Without being asked for it a table is one that anything reads.
    const plain = await (await ask(name, { format: "csv" })).text();
    expect(plain.split("\r\n")).toEqual(lines.slice(comments.length));
  }
});

it("says of a cell's table what was asked for", async () => {
  const filtersOf = async (name: OperationName, query: Record<string, string>) =>
    (await (await ask(name, query)).json()).about.filters;
  expect(await filtersOf("listSteps", { control: "CC" })).toEqual({ test: null, control: "CC" });
  const from = "2023-11-14T22:13:20.000Z";
  expect(await filtersOf("listSamples", { from, points: "7" })).toMatchObject({ from, to: null, points: 7 });
  // Twice, and between both of them otherwise: curves are kept, what is said of them is not.
  for (const cycles of ["1", "1-2", "1"])
    expect(await filtersOf("listCurves", { cycles, mode: "charge" })).toEqual({ test: null, cycles, mode: "charge" });
});

it("says of a cell with settings of its own what they are", async () => {
  const ofB = { params: { name: "B" } };
  const about = async () => (await (await ask("listCurves", {}, undefined, ofB)).json()).about;
  const before = await about();
  expect(before).toMatchObject({
    polarity: { cell: "half_cell_anode" },
    reference: { formationCycles: 0, named: null },
  });
  expect(before.exclusions).toMatchObject([{ cell: "B", reason: "spilled" }]);
  await putCell(scope, { name: "B", changes: { referenceCycle: 2 } });
  expect((await about()).reference.named).toBe(2);
  await putCell(scope, { name: "B", changes: { referenceCycle: null } });
});

it("says of a cell at once what people left out of it, and what they included again", async () => {
  const about = async (name: string) =>
    (await (await ask("getAgeing", {}, undefined, { params: { name } })).json()).about;
  expect((await about("C")).exclusions).toEqual([]);
  const { id } = await addExclusion(scope, { cell: "C", cycles: null, reason: "dropped" });
  expect((await about("C")).exclusions).toMatchObject([{ cell: "C", cycles: null, reason: "dropped" }]);
  await removeExclusion(scope, { id });
  expect((await about("C")).exclusions).toEqual([]);
  await renameCell(scope, { cell: "C", newName: "C 2" });
  expect(await about("C")).toBeUndefined(); // a problem document
  expect((await about("C 2")).polarity.cell).toBe("full_cell");
});

it("gives groups over another axis, as a column of its own", async () => {
  const json = await (await ask("listGroupCycles", { x: "throughputAh" })).json();
  // `about` names what was left out; the counts of it are the pages'.
  expect(json.groups.filter((group: object) => "leftOut" in group)).toEqual([]);
  const { interpolation } = json.about;
  expect(interpolation).toMatch(/interpolated linearly between its neighbouring cycles at 200 even places/);
  const commented = await ask("listGroupCycles", { x: "throughputAh", format: "csv", comments: "true" });
  expect((await commented.text()).split("\r\n")).toContain(`# interpolation: ${JSON.stringify(interpolation)}`);
  expect((await (await ask("listGroupCycles", {})).json()).about).not.toHaveProperty("interpolation");
  expect(json).toMatchObject({ x: "throughputAh", groups: [{ name: "NMC811", cycle: [1] }] });
  const [group] = json.groups;
  expect(group.x).toHaveLength(group.mean.length);
  const text = await (await ask("listGroupCycles", { x: "days", format: "csv" })).text();
  expect(text.split("\r\n").slice(0, 2)).toEqual([
    "group,key,x,cycle,mean,std,n,min,max,median,q1,q3,thinned,uncertainty,grade",
    expect.stringMatching(/^NMC811,.*,0,1,/), // the reference cycle itself
  ]);
  expect((await ask("listGroupCycles", { x: "colour" })).status).toBe(422);
});

it("refuses other forms, and other forms of what is no table", async () => {
  const refused = await ask("listCycles", { format: "xlsx" });
  expect(refused.status).toBe(415);
  expect((await refused.json()).detail).toContain("format=parquet");
  const cell = await ROUTES["./cells/[name]/route.ts"]?.GET?.(
    new Request(`${env().APP_URL}/api/v1/cells/${encodeURIComponent(CELL)}?format=csv`, {
      headers: { Authorization: `Bearer ${apiKey}` },
    }),
  );
  expect(cell?.status).toBe(415);
});
