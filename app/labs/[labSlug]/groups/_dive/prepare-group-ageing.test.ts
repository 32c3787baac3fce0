import { expect, it } from "vitest";
import { prepareTable, shownColumns, tableCsv } from "@/app/_components/table/prepare-table";
import { type AgeingCell, ageingColumns, groupAgeingFacts, inOrderOfNames, nothingFound } from "./prepare-group-ageing";

const NO_LINE = "None: it fits no better than a line.";
const NO_KNEE = "None: an onset is looked for only where there is a knee.";
const cell = (name: string, given: Partial<AgeingCell>): AgeingCell => ({
  ...{
    cell: name,
    referenceCycle: 1,
    equivalentFullCycles: null,
    cyclesTo: { "0.95": null, "0.90": null, "0.80": null, "0.70": null },
  },
  ...{ endOfLife: null, knee: null, onset: null },
  why: {
    endOfLife: "Not reached: no three statistics cycles running lie under 80 % of the reference.",
    knee: NO_LINE,
    onset: NO_KNEE,
  },
  ...given,
});
const CELLS = [
  cell("D", {}),
  cell("C", {
    endOfLife: { cycle: 400, reached: true },
    equivalentFullCycles: 380.25,
    why: { knee: NO_LINE, onset: NO_KNEE },
  }),
  cell("A", {
    endOfLife: { cycle: 500, reached: true },
    knee: { cycle: 410.4, from: 390.6, to: 430 },
    onset: { cycle: 300, from: 280, to: 320 },
    why: {},
  }),
  cell("B", {
    endOfLife: { cycle: 600, reached: true },
    why: { knee: "None: a knee needs 20; there are 7.", onset: NO_KNEE },
  }),
];

it("tells the median of the cells that have one, how many these are, and why the others have none", () => {
  const [end, knee, onset] = groupAgeingFacts(CELLS);
  expect(end).toMatchObject({
    value: "cycle 500", // of 400, 500 and 600; quartiles half-way between neighbours
    detail: "median of the 3 of 4 cells that have one; the middle half from 450 to 550, all from 400 to 600",
    none: [{ reason: expect.stringContaining("Not reached"), cells: 1 }],
  });
  expect(knee).toMatchObject({
    value: "cycle 410",
    detail: "of the 1 of 4 cells that have one",
    none: [
      { reason: "It fits no better than a line.", cells: 2 },
      { reason: "A knee needs 20; there are 7.", cells: 1 },
    ],
  });
  expect(onset?.none).toEqual([{ reason: "An onset is looked for only where there is a knee.", cells: 3 }]);
});

it("counts reasons that differ in their numbers as one, and says of none that there is none", () => {
  const few = [7, 12].map((count) => cell(`F${count}`, { why: { knee: `None: there are ${count}.` } }));
  const [end, knee] = groupAgeingFacts(few);
  expect(knee?.none).toEqual([{ reason: "There are 7.", cells: 2 }]);
  expect(end).toMatchObject({ value: "none", detail: "" });
  expect(groupAgeingFacts([])[0]).toMatchObject({ value: "none", none: [] });
});

const FIRST = { key: "endOfLife", isFalling: false };

it("lists cells by their end of life, those without one behind", () => {
  const { rows } = prepareTable(inOrderOfNames(CELLS), ageingColumns(CELLS), { filter: "", order: FIRST });
  const shown = shownColumns(ageingColumns(CELLS), null);
  expect(shown.map(({ head }) => head)).toEqual([
    "Equivalent full cycles",
    "End of life / cycle",
    "Knee (90 %) / cycle",
    "Onset (90 %) / cycle",
  ]);
  expect(rows.map((row) => [row.cell, ...shown.map(({ textOf }) => textOf(row))])).toEqual([
    ["C", "380.3", "400", "", ""],
    ["A", "", "500", "410 (391–430)", "300 (280–320)"],
    ["B", "", "600", "", ""],
    ["D", "", "", "", ""],
  ]);
});

it("has in its file what is printed in brackets: whether an end is a forecast, and the ends of intervals", () => {
  const forecast = cell("E", {
    endOfLife: { cycle: 900, reached: false },
    knee: { cycle: 410.4, from: 390.6, to: 430 },
  });
  const columns = ageingColumns([...CELLS, forecast]);
  expect(columns.map(({ textOf }) => textOf(forecast))[1]).toBe("900 (forecast)");
  expect(shownColumns(columns, null).map(({ head }) => head)).toContain("End of life is");
  const [head = "", line = ""] = tableCsv([forecast], columns).split("\r\n");
  expect(head.split(",").slice(1, 6)).toEqual([
    "End of life / cycle",
    "End of life is",
    "Knee (90 %) / cycle",
    "Knee from / cycle",
    "Knee to / cycle",
  ]);
  expect(line).toBe(",900,forecast,410.4,390.6,430,,,");
});

it("says in one sentence that nothing was found in any cell", () => {
  expect(nothingFound(CELLS)).toBeNull();
  expect(nothingFound([])).toBeNull();
  expect(nothingFound([cell("D", {})])).toBe("No end of life, knee or onset was found in its one cell.");
  const young = [11.14, 22.3].map((equivalentFullCycles, at) => cell(`D${at}`, { equivalentFullCycles }));
  expect(nothingFound(young)).toBe(
    "No end of life, knee or onset was found in any of its 2 cells, after 11.1 to 22.3 equivalent full cycles.",
  );
});
