import { expect, it } from "vitest";
import { importText, refusalOf } from "../../testing/files/imported-file";

const TEXT = ["Messung 7", "wann;Klemme;Last;Lauf", "0;3,7;-500;2", "60;3,8;-500;2", "120;3,9;250;3"].join("\n");
const COLUMNS = {
  wann: { field: "testTime", unit: "min" },
  Klemme: { field: "voltage" },
  Last: { field: "current", unit: "mA" },
  Lauf: { field: "cycle" },
} as const;

it("reads columns as a person named them, in their units", async () => {
  const { summary, parts } = await importText(`${TEXT}\n`, {
    startedAtUs: Date.UTC(2024, 0, 1) * 1000,
    mapping: { columns: COLUMNS },
  });
  expect(summary.format).toBe("mapped");
  const samples = parts[0]?.samples;
  expect([...(samples?.testTimeS ?? [])]).toEqual([0, 3600, 7200]);
  expect([...(samples?.voltageV ?? [])]).toEqual([3.7, 3.8, 3.9]);
  expect([...(samples?.currentA ?? [])]).toEqual([-0.5, -0.5, 0.25]);
  expect([...(samples?.cycle ?? [])]).toEqual([2, 2, 3]);
});

it("turns a current round that is positive on discharge", async () => {
  const mapping = { columns: COLUMNS, dischargeIsPositive: true };
  const { parts } = await importText(`${TEXT}\n`, { startedAtUs: Date.UTC(2024, 0, 1) * 1000, mapping });
  expect([...(parts[0]?.samples.currentA ?? [])]).toEqual([0.5, 0.5, -0.25]);
});

it("names a unit that is none, and a column that is not there", async () => {
  const bytes = new TextEncoder().encode(TEXT);
  const unit = await refusalOf(bytes, { mapping: { columns: { ...COLUMNS, Last: { field: "current", unit: "V" } } } });
  expect(unit.problems).toEqual([{ row: null, column: "Last", message: '"V" is not a unit of current' }]);
  const { Last: _, ...others } = COLUMNS;
  const missing = await refusalOf(bytes, { mapping: { columns: { ...others, Strom: { field: "current" } } } });
  expect(missing.problems).toEqual([
    { row: 2, column: "current", message: expect.stringContaining("no current column") },
  ]);
});

it("asks when a file without a clock was recorded, and knows no format that is not in its table", async () => {
  const bytes = new TextEncoder().encode(TEXT);
  expect((await refusalOf(bytes, { mapping: { columns: COLUMNS } })).problems[0]?.column).toBe("startedAt");
  expect((await refusalOf(bytes, { format: "abacus" })).message).toContain("the formats are auto, chargetracker-2018");
});
