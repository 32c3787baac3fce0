import { expect, it } from "vitest";
import { BDF_COLUMNS } from "@/server/api/exports/export-columns";
import { bdfTermOf } from "@/server/domain/samples/bdf-terms";
import { BDF_RULES, bdfProblems } from "./bdf-rules";

const HEADER = "test_time_second,voltage_volt,Current / A,unix_time_second,cycle_count,step_count,step_type";
const ROWS = ["0,3.5,1,100,1,1,charge", "10,3.6,1,110,1,1,charge", "11,3.5,-1,111,1,2,discharge"];
const problemsOf = (header: string, rows: readonly string[], name = "A.bdf.csv", tests = [rows.length]) =>
  bdfProblems({ name, text: `${[header, ...rows].join("\r\n")}\r\n` }, tests);
const with3 = (row: string) => [...ROWS.slice(0, 2), row];

it("finds nothing in a file that keeps to the rules", () => {
  expect(problemsOf(HEADER, ROWS)).toEqual([]);
  // A second test begins anew.
  expect(problemsOf(HEADER, [...ROWS, "0,3,0,500,0,0,rest"], "A.bdf", [3, 1])).toEqual([]);
});

it.each([
  ["fileName", problemsOf(HEADER, ROWS, "A.csv")],
  ["oneCell", problemsOf(HEADER, ROWS, "A.bdf.csv", [2])],
  ["header", problemsOf(HEADER.replace("cycle_count", "cycle"), ROWS)],
  ["header", problemsOf(HEADER.replace("Current / A", "voltage_volt"), ROWS)],
  ["required", problemsOf(HEADER.replace("voltage_volt", "power_watt"), ROWS)],
  ["required", problemsOf(HEADER, with3("11,,-1,111,1,2,discharge"))],
  ["units", problemsOf(HEADER, with3("11,3.5 V,-1,111,1,2,discharge"))],
  ["units", problemsOf(HEADER, with3("11,NaN,-1,111,1,2,discharge"))],
  ["width", problemsOf(HEADER, with3("11,3.5,-1,111,1,2,discharge,7"))],
  ["sign", problemsOf(HEADER, with3("11,3.5,1,111,1,2,discharge"))],
  ["testTime", problemsOf(HEADER, with3("9,3.5,-1,111,1,2,discharge"))],
  ["unixTime", problemsOf(HEADER, with3("11,3.5,-1,109,1,2,discharge"))],
  ["unixTime", problemsOf(HEADER, with3("11,3.5,-1,11100,1,2,discharge"))], // another unit
  ["cycleCount", problemsOf(HEADER, with3("11,3.5,-1,111,1.5,2,discharge"))],
  ["cycleCount", problemsOf(HEADER, with3("11,3.5,-1,111,0,2,discharge"))],
  ["stepCount", problemsOf(HEADER, with3("11,3.5,-1,111,1,0,discharge"))],
  [
    "stepTime",
    problemsOf(
      `${HEADER},step_time_second`,
      ROWS.map((row) => `${row},-1`),
    ),
  ],
])("finds what breaks the rule %s", (rule, problems) => {
  expect(problems.join("; ")).toMatch(new RegExp(`(^|; )${rule}: `));
});

it("says of every rule where it is from, and knows all quantities by the names that imports take", () => {
  expect(BDF_RULES.source).toContain("Battery Data Alliance");
  for (const { name, label } of BDF_RULES.columns) expect([bdfTermOf(name), bdfTermOf(label)]).toEqual([name, name]);
  const units = new Map(BDF_RULES.columns.map(({ name, unit }) => [name, unit]));
  for (const { name, unit } of BDF_COLUMNS) expect(units.get(name), name).toBe(unit === "°C" ? "Cel" : unit);
});
