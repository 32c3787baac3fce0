import { expect, it } from "vitest";
import { describeTable, fieldOf, fieldText, toCsv } from "./prepare-chart-table";

const table = {
  columns: ["Line", "Cycle number", "Discharge capacity / Ah"],
  rows: [
    ['NMC, "811"', 1, 2.005],
    ['NMC, "811"', 2, 1.995],
    ["=LFP", 1, -0.5],
    ["=LFP", 2, null],
  ],
  nameAt: 0,
  xAt: 1,
  valuesAt: [2],
};

it("writes RFC 4180, with names that a spreadsheet does not compute", () => {
  expect(toCsv(table).split("\r\n")).toEqual([
    "Line,Cycle number,Discharge capacity / Ah",
    '"NMC, ""811""",1,2.005',
    '"NMC, ""811""",2,1.995',
    "'=LFP,1,-0.5",
    "'=LFP,2,",
  ]);
});

it("says before the table what is to be known of it, a line each", () => {
  const described = { ...table, about: ["Cycles: Check-ups", "Excluded from statistics:\n1 of 30 cells"] };
  expect(toCsv(described).split("\r\n").slice(0, 3)).toEqual([
    "# Cycles: Check-ups",
    "# Excluded from statistics: 1 of 30 cells",
    "Line,Cycle number,Discharge capacity / Ah",
  ]);
  expect(describeTable("Discharge capacity", described)[1]).toBe("Cycles: Check-ups.");
});

it("takes the noise of scaling from numbers, and what is none for missing", () => {
  expect(fieldOf(0.007974 * 1000 * 3)).toBe(23.922); // 23.922000000000004 as floats have it
  expect(fieldOf(Number.NaN)).toBeNull();
  expect([null, "x", -3, 0.123456789].map(fieldText)).toEqual(["–", "x", "−3", "0.12346"]);
});

it("says in words where each line begins and ends", () => {
  expect(describeTable("Discharge capacity over cycle number", table)).toEqual([
    "Discharge capacity over cycle number.",
    'NMC, "811": Discharge capacity / Ah goes from 2.0050 at Cycle number 1 to 1.9950 at 2, between 1.9950 and 2.0050, in 2 points.',
    "=LFP: Discharge capacity / Ah is −0.50000 at Cycle number 1.",
  ]);
  expect(describeTable("Nothing", { ...table, rows: [] })).toEqual(["Nothing.", "There is no value in sight."]);
});
