import { describe, expect, it } from "vitest";
import { nextOrder, prepareTable, shownColumns, type TableColumn, tableCsv } from "./prepare-table";
import { readTableView, type TableOrder, withTables, writeTableView } from "./table-view";

type Row = { name: string; capacity: number | null };

const COLUMNS: TableColumn<Row>[] = [
  { key: "name", head: "Cell", isNumber: false, valueIn: ({ name }) => name, textOf: ({ name }) => name },
  {
    ...{ key: "capacity", head: "Capacity / Ah", names: ["Q"], isNumber: true, label: "capacity" },
    valueIn: ({ capacity }) => capacity,
    textOf: ({ capacity }) => capacity?.toFixed(1) ?? "",
  },
  { key: "curve", head: "Curve", isNumber: false, textOf: () => "" },
  { key: "half", head: "Half", isNumber: true, isExtra: true, valueIn: (row) => row.capacity, textOf: () => "" },
];
const ROWS: Row[] = [
  { name: "A-10", capacity: 2 },
  { name: "A-2", capacity: null },
  { name: "B-1", capacity: 1.25 },
];
const FIRST: TableOrder = { key: "name", isFalling: false };
const listed = (filter: string, order: TableOrder | null = null) =>
  prepareTable(ROWS, COLUMNS, { filter, order }).rows.map(({ name }) => name);

describe("rows", () => {
  it.each([
    ["", { key: "name", isFalling: false }, ["A-2", "A-10", "B-1"]], // as people count
    ["", { key: "capacity", isFalling: false }, ["B-1", "A-10", "A-2"]],
    ["", { key: "capacity", isFalling: true }, ["A-10", "B-1", "A-2"]], // without a value last either way
    ["", null, ["A-10", "A-2", "B-1"]],
    ["", { key: "curve", isFalling: true }, ["A-10", "A-2", "B-1"]], // a drawing orders nothing
    ["capacity > 1.5", null, ["A-10"]], // without its unit
    ["Capacity / Ah <= 2 and cell ~ b", null, ["B-1"]],
    ['q = ""', null, ["A-2"]],
    ["a-1", null, ["A-10"]],
    ["half > 1.5", null, ["A-10"]], // not shown, and yet
    ["colour = red", null, ["A-10", "A-2", "B-1"]], // not understood: nothing is left out
  ] as const)("are those of %j by %j", (filter, order, names) => {
    expect(listed(filter, order)).toEqual(names);
  });

  it("say what of a filter was not understood", () => {
    expect(prepareTable(ROWS, COLUMNS, { filter: "colour = red", order: null }).problem).toBe(
      "There is no column “colour”.",
    );
  });

  it("are found by words that no column has", () => {
    const stray = prepareTable(ROWS, COLUMNS, { filter: "stray", order: null }, ({ name }) =>
      name === "B-1" ? "stray" : "",
    );
    expect(stray.rows.map(({ name }) => name)).toEqual(["B-1"]);
  });

  it("leave as CSV with full values, and no formula", () => {
    const rows = [...ROWS, { name: '=1+"a", b', capacity: 1 / 3 }];
    expect(tableCsv(rows, COLUMNS.slice(0, 3))).toBe(
      `Cell,Capacity / Ah\r\nA-10,2\r\nA-2,\r\nB-1,1.25\r\n"'=1+""a"", b",0.3333333333333333\r\n`,
    );
  });
});

describe("columns", () => {
  it("are the usual ones, or those that were chosen beside the first", () => {
    const keys = (chosen: string[] | null) => shownColumns(COLUMNS, chosen).map(({ key }) => key);
    expect(keys(null)).toEqual(["name", "capacity", "curve"]);
    expect(keys(["half"])).toEqual(["name", "half"]);
    expect(keys(["gone"])).toEqual(["name"]);
  });

  it("order by their heads: rising, falling, and as the rows come where they come in an order", () => {
    const rising = { key: "capacity", isFalling: false };
    const falling = { key: "capacity", isFalling: true };
    expect(nextOrder("capacity", FIRST, FIRST)).toEqual(rising);
    expect(nextOrder("capacity", rising, FIRST)).toEqual(falling);
    expect(nextOrder("capacity", falling, FIRST)).toEqual(rising);
    expect(nextOrder("capacity", falling, null)).toBeNull();
  });
});

describe("the address", () => {
  const read = (query: string, table: string | null = null) => readTableView(new URLSearchParams(query), table, FIRST);

  it("brings a view back as it was, beside what else stands there and other tables", () => {
    const view = {
      filter: "lnmo 2C & more",
      order: { key: "field:7", isFalling: true },
      columns: ["status", "field-7"],
      widths: { "field-7": 120, name: 300 },
    };
    const query = writeTableView(view, new URLSearchParams("cell=A-01&sort=x"), "cycles", FIRST);
    expect(readTableView(query, "cycles", FIRST)).toEqual(view);
    expect([query.get("cell"), query.get("sort")]).toEqual(["A-01", "x"]);
  });

  it("says nothing of what is usual, nor of what is no view", () => {
    const written = (query: string, others: string) =>
      writeTableView(read(query), new URLSearchParams(others), null, FIRST).toString();
    expect(written("filter=x&sort=-name", "")).toBe("filter=x&sort=-name");
    expect(written("", "filter=x&sort=cell&columns=a&widths=a:90")).toBe("");
    expect(read("sort=-&columns=,&widths=a:b,:90,c:9,d:9999,e:20").order).toEqual(FIRST);
    expect(read("sort=-&columns=,&widths=a:b,:90,c:9,d:9999,e:20").widths).toEqual({ e: 48 });
  });

  it("keeps what is said of tables when a page says the rest", () => {
    expect(withTables("cycle=5", "cycle=4&cycles.sort=-ce&kind=vq&steps.filter=a+b")).toBe(
      "cycle=5&cycles.sort=-ce&steps.filter=a+b",
    );
  });
});
