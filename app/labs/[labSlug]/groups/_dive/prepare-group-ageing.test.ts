import { expect, it } from "vitest";
import { type AgeingCell, groupAgeingFacts, groupAgeingRows } from "./prepare-group-ageing";

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

it("lists cells by their end of life, those without one behind", () => {
  expect(groupAgeingRows(CELLS)).toEqual([
    { cell: "C", cycles: "380.3", endOfLife: "400", knee: "–", onset: "–" },
    { cell: "A", cycles: "–", endOfLife: "500", knee: "410 (391–430)", onset: "300 (280–320)" },
    { cell: "B", cycles: "–", endOfLife: "600", knee: "–", onset: "–" },
    { cell: "D", cycles: "–", endOfLife: "–", knee: "–", onset: "–" },
  ]);
});
