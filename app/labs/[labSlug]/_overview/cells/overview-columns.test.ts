import { expect, it } from "vitest";
import { overviewColumns } from "./overview-columns";
import { toRows } from "./prepare-cells";

const cell = (lastCurrentA: number | null) => ({
  cellId: 1,
  name: "A",
  state: "running" as const,
  sinceMs: null,
  lastSampleAtMs: 1,
  arrivedAtMs: 1,
  lastVoltageV: 3.70004,
  lastCurrentA,
  cycle: 12,
  channel: "1-7",
});
const textsOf = (currents: (number | null)[], hasChannels = false) => {
  const rows = toRows(currents.map(cell), []);
  const own = ["name", "state", "age"];
  const columns = overviewColumns(rows, { labSlug: "lab", timeZone: "UTC", hasChannels, nowMs: () => 10_000 }).filter(
    ({ key }) => !own.includes(key),
  );
  return {
    heads: columns.map(({ head }) => head),
    first: columns.map(({ textOf }) => rows.slice(0, 1).map(textOf)[0]),
  };
};

it("shows currents in a unit that suits all of them, with their points below each other", () => {
  expect(textsOf([-1.5, 12])).toEqual({
    heads: ["Cycle", "Voltage / V", "Current / A", "Δ %"],
    first: ["12", "3.700", "−1.50", ""], // 12.00 has four digits
  });
  expect(textsOf([-0.0015, null], true)).toEqual({
    heads: ["Cycle", "Voltage / V", "Current / mA", "Channel", "Δ %"],
    first: ["12", "3.700", "−1.500", "1-7", ""],
  });
  expect(textsOf([0, 0]).heads[2]).toBe("Current / A");
});
