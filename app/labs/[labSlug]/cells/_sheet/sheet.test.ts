import { describe, expect, it } from "vitest";
import type { SheetCell, SheetField } from "@/server/domain/cells/cell-sheet";
import { copyText, parseTable, prepareBlock, prepareFillDown, preparePaste, toCsv } from "./prepare-paste";
import { asksForStrays, prepareRows } from "./prepare-rows";
import { parseText, sheetColumns, tableColumns } from "./sheet-columns";
import { applyEdits, inverseOf, toCellEdits, withoutNoise } from "./sheet-edits";
import { clamp, moveSelection, selectOne } from "./sheet-selection";

const FIELDS: SheetField[] = [
  { metadataFieldId: 1, name: "cathode", type: "choice", unit: null, options: ["NMC811", "LFP"] },
  { metadataFieldId: 2, name: "loading", type: "number", unit: "mg/cm²", options: [] },
  { metadataFieldId: 3, name: "note", type: "text", unit: null, options: [] },
  { metadataFieldId: 4, name: "built", type: "date", unit: null, options: [] },
];
const COLUMNS = sheetColumns(FIELDS);
const column = (key: string) => {
  const found = [...COLUMNS, ...tableColumns(FIELDS)].find((one) => one.key === key || one.title === key);
  if (!found) throw new Error(`no column ${key}`);
  return found;
};

const cell = (name: string, given: Partial<SheetCell> = {}): SheetCell => ({
  cellId: name.length,
  name,
  status: "running",
  lastSampleAtMs: null,
  arrivedAtMs: null,
  nominalCapacityAh: 3,
  activeMassG: null,
  electrodeAreaCm2: null,
  polarity: "full_cell",
  cycleStartsWith: "charge",
  formationCycles: null,
  referenceCycle: null,
  maxGapSeconds: null,
  metadata: {},
  tests: [],
  warnings: [],
  ...given,
});

describe("what is typed into a column", () => {
  it.each([
    ["loading", "12.5", { value: 12.5 }],
    ["loading", "12,5", { value: 12.5 }],
    ["loading", "-1e-3", { value: -0.001 }],
    ["loading", "0,125", { value: 0.125 }], // a thousand never begins with 0
    ["loading", "1,250", { problem: expect.stringContaining("thousands") }],
    ["loading", "heavy", { problem: "expected a number" }],
    ["Nominal capacity", "0", { problem: "expected a number above 0" }],
    ["Formation cycles", "2.5", { problem: "expected a whole number from 0" }],
    ["Formation cycles", "0", { value: 0 }],
    ["cathode", "lfp", { value: "LFP" }],
    ["cathode", "NCA", { problem: "expected one of: NMC811, LFP" }],
    ["built", "31.1.2026", { value: "2026-01-31" }],
    ["built", "2026-02-30", { problem: "expected a date like 2026-01-31" }],
    ["built", "1/2/2026", { problem: "expected a date like 2026-01-31" }],
    ["note", "  ", { value: null }],
    ["note", " 811 ", { value: "811" }],
  ])("%s takes %j as %j", (key, text, expected) => {
    expect(parseText(column(key), text)).toEqual(expected);
  });
});

describe("a pasted table", () => {
  const cells = [cell("A", { metadata: { cathode: "LFP" } }), cell("B")];

  it("matches columns by their headers, skips values that are stored already, and lists what is unknown", () => {
    const text = "Cell\tCATHODE\tloading / mg/cm²\tcolour\nA\tLFP\t10\tred\nC\tNMC811\t\tblue\n\n";
    const pasted = preparePaste(parseTable(text), FIELDS, cells);
    expect(toCellEdits(pasted.edits)).toEqual([
      { cell: "A", metadata: { loading: 10 } },
      { cell: "C", metadata: { cathode: "NMC811" } },
    ]);
    expect(pasted).toMatchObject({ unknownNames: ["C"], unknownColumns: ["colour"], problems: [], rows: 2 });
  });

  it("uses the sheet's own columns where there is no header row", () => {
    const { edits } = preparePaste(parseTable("A,2.5,NMC811\nB,3,LFP"), FIELDS, cells);
    expect(toCellEdits(edits)).toEqual([
      { cell: "A", nominalCapacityAh: 2.5, metadata: { cathode: "NMC811" } },
      { cell: "B", metadata: { cathode: "LFP" } },
    ]);
  });

  it("clears by an empty value, and names what does not fit and who stands twice", () => {
    const { edits, problems } = preparePaste(parseTable("name;cathode;loading\nA;;x\nA;LFP;1"), FIELDS, cells);
    expect(edits[0]).toMatchObject({ cell: "A", value: null });
    expect(problems).toEqual([
      { cell: "A", column: "loading", message: "expected a number" },
      { cell: "A", column: "Cell", message: "appears in two rows" },
    ]);
  });

  it("comes back as it left as CSV, formulas and quotes among it", () => {
    const given = [
      cell("=A1", { metadata: { note: '+1, "x"\nnext', loading: -2.5 }, maxGapSeconds: 60 }),
      cell("B", { polarity: "half_cell_anode", metadata: { built: "2026-01-31" } }),
    ];
    const csv = toCsv(given, FIELDS);
    expect(csv).toContain("'=A1"); // no spreadsheet computes it
    expect(preparePaste(parseTable(csv), FIELDS, given)).toMatchObject({ edits: [], unknownNames: [], problems: [] });
    const bare = given.map(({ name }) => cell(name, { nominalCapacityAh: null }));
    const { edits } = preparePaste(parseTable(csv), FIELDS, bare);
    expect(applyEdits(bare, edits)).toEqual(given);
  });
});

describe("blocks", () => {
  const rows = [cell("A", { metadata: { note: "x" } }), cell("B"), cell("C")];
  const noteAt = COLUMNS.findIndex(({ title }) => title === "note");

  it("fill a larger selection with one value, and begin at the corner of a smaller one", () => {
    const one = prepareBlock([["y"]], rows, COLUMNS, { top: 0, bottom: 2, left: noteAt, right: noteAt });
    expect(one.edits.map(({ cell: name, value }) => [name, value])).toEqual([
      ["A", "y"],
      ["B", "y"],
      ["C", "y"],
    ]);
    const two = prepareBlock([["1"], ["2"]], rows, COLUMNS, { top: 1, bottom: 1, left: noteAt, right: noteAt });
    expect(two.edits.map(({ cell: name, value }) => [name, value])).toEqual([
      ["B", "1"],
      ["C", "2"],
    ]);
    const outside = prepareBlock([["1"], ["2"]], rows, COLUMNS, { top: 2, bottom: 2, left: noteAt, right: noteAt });
    expect(outside.edits).toHaveLength(1);
  });

  it("fill down from the first row, and copy as a spreadsheet takes it", () => {
    const range = { top: 0, bottom: 2, left: noteAt, right: noteAt };
    const edits = prepareFillDown(rows, COLUMNS, range);
    const filled = applyEdits(rows, edits);
    expect(filled.map(({ metadata }) => metadata.note)).toEqual(["x", "x", "x"]);
    expect(copyText(filled, COLUMNS, range)).toBe("x\nx\nx");
  });
});

describe("edits", () => {
  it("are undone by their inverse, cleared settings included", () => {
    const before = [cell("A", { polarity: "half_cell_anode", metadata: { note: "x" } })];
    const byName = new Map(before.map((one) => [one.name, one]));
    const edits = withoutNoise(
      [
        { cell: "A", column: column("polarity"), value: null },
        { cell: "A", column: column("note"), value: null },
        { cell: "A", column: column("nominalCapacityAh"), value: 3 }, // as it is
      ],
      byName,
    );
    expect(edits).toHaveLength(2);
    const after = applyEdits(before, edits);
    expect(after).toMatchObject([{ polarity: "full_cell", metadata: {} }]);
    expect(applyEdits(after, inverseOf(edits, byName))).toEqual(before);
  });
});

describe("rows", () => {
  const cells = [cell("A-10", { nominalCapacityAh: null }), cell("A-9", { nominalCapacityAh: 2 }), cell("B-1")];
  it("are filtered by every word in any column, and ordered with missing values last", () => {
    const names = (filter: string, key: string, isFalling: boolean) =>
      prepareRows(cells, COLUMNS, { filter, order: { key, isFalling }, strays: new Set(["B-1"]) }).rows.map(
        ({ name }) => name,
      );
    expect(names("", "name", false)).toEqual(["A-9", "A-10", "B-1"]);
    expect(names("", "nominalCapacityAh", true)).toEqual(["B-1", "A-9", "A-10"]);
    expect(names("RUNNING a-", "name", false)).toEqual(["A-9", "A-10"]);
    expect(names("nothing", "name", false)).toEqual([]);
  });
  it("are filtered by comparisons, and by who strays", () => {
    const shown = (filter: string) =>
      prepareRows(cells, COLUMNS, { filter, order: { key: "name", isFalling: false }, strays: new Set(["B-1"]) });
    expect(shown("nominal capacity = 2 and state = running").rows.map(({ name }) => name)).toEqual(["A-9"]);
    expect(shown("stray").rows.map(({ name }) => name)).toEqual(["B-1"]);
    expect(shown("capacity = 2")).toMatchObject({ rows: { length: 3 }, problem: "There is no column “capacity”." });
    expect([asksForStrays("cathode = LFP and Stray"), asksForStrays("astray = 1")]).toEqual([true, false]);
  });
  it("have the columns that were chosen, in the sheet's order, and always the name", () => {
    const keys = sheetColumns(FIELDS, ["activeMassG", "status", "no such"]).map(({ key }) => key);
    expect(keys).toEqual(["name", "status", "activeMassG"]);
    expect(sheetColumns(FIELDS).map(({ key }) => key)).not.toContain("activeMassG");
  });
});

describe("the selection", () => {
  const extent = { rows: 100, columns: 5, pageRows: 20 };
  const plain = { isShift: false, isCtrl: false };
  it.each([
    ["ArrowDown", plain, { row: 11, column: 2 }],
    ["ArrowUp", { ...plain, isCtrl: true }, { row: 0, column: 2 }],
    ["PageDown", plain, { row: 30, column: 2 }],
    ["Home", plain, { row: 10, column: 0 }],
    ["End", { ...plain, isCtrl: true }, { row: 99, column: 4 }],
    ["ArrowRight", { ...plain, isCtrl: true }, { row: 10, column: 4 }],
  ])("goes by %s with %j to %j", (key, modifiers, active) => {
    expect(moveSelection(selectOne({ row: 10, column: 2 }), key, modifiers, extent)).toEqual(selectOne(active));
  });
  it("grows with Shift, and stays in the sheet", () => {
    const grown = moveSelection(selectOne({ row: 99, column: 0 }), "ArrowDown", { ...plain, isShift: true }, extent);
    expect(grown).toEqual({ active: { row: 99, column: 0 }, anchor: { row: 99, column: 0 } });
    expect(moveSelection(selectOne({ row: 0, column: 0 }), "x", plain, extent)).toBeNull();
    expect(clamp({ row: 7, column: 9 }, { rows: 0, columns: 3 })).toEqual({ row: 0, column: 2 });
  });
});
