import { expect, it } from "vitest";
import type { ImportReport } from "./import-report";
import { readOtherwise } from "./read-otherwise";

function reportOf(start: string, unit: string | null = "s"): ImportReport {
  return {
    formatName: "",
    recognisedBy: "",
    columns: [
      { heading: "Time", field: "testTime", unit },
      { heading: "Note", field: null, unit: null },
    ],
    header: {},
    tests: [{ cell: null, test: "", startedAtUs: Date.parse(start) * 1000, cycleOffset: 0, samples: 9 }],
    warnings: [],
    warningCount: 0,
    counters: [],
  };
}

it("tells a start whose day and month changed places, by the clocks of the lab", () => {
  const before = reportOf("2024-03-12T00:30:00+01:00");
  const said = expect.stringMatching(/day and month the other way round/);
  expect(readOtherwise(before, reportOf("2024-12-03T00:30:00+01:00"), "Europe/Berlin")).toEqual(said);
  expect(readOtherwise(before, before, "Europe/Berlin")).toBeNull();
  expect(readOtherwise(before, reportOf("2024-12-03T00:31:00+01:00"), "Europe/Berlin"), "another file").toBeNull();
  expect(readOtherwise(reportOf("2024-03-25T10:00:00Z"), reportOf("2024-04-25T10:00:00Z"), "UTC")).toBeNull();
});

it("tells a column that was in another unit", () => {
  const [before, now] = [reportOf("2024-03-12T10:00:00Z", "min"), reportOf("2024-03-12T10:00:00Z")];
  expect(readOtherwise(before, now, "UTC")).toMatch(/"Time" was in min, and is in s here/);
  expect(readOtherwise(now, { ...now, columns: [] }, "UTC")).toBeNull();
});
