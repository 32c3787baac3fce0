import { expect, it } from "vitest";
import { readDashboardState } from "../dashboard-state";
import { aboutGroups, drawSummary, filterSummary, panelOptions } from "./prepare-summaries";

const read = (query: string) => readDashboardState(new URLSearchParams(query));

it("says nothing of what is as usual", () => {
  expect(drawSummary(read(""))).toBe("");
  expect(filterSummary(read(""))).toBe("");
});

it("says what is drawn and filtered otherwise", () => {
  expect(drawSummary(read("line=median&band=quartiles&each=1"))).toBe("Median, Quartiles, each cell");
  expect(drawSummary(read("smooth=11"))).toBe("median of 11 points");
  expect(drawSummary(read("smooth=12"))).toBe("");
  expect(drawSummary(read("band=none&n=0&unfinished=0&panel=capacityRetention"))).toBe(
    "no band, finished only, without n, 2 panels",
  );
  expect(filterSummary(read("cycles=check_up&rate=0.5"))).toBe("Check-ups, C/2");
  expect(filterSummary(read("cycles=storage&rate=0.7"))).toBe("storage, 0.7C");
});

it("says of a table its filter, what it is compared with, and of retention which cycle it refers to", () => {
  const about = (query: string, metric: "dischargeCapacityAh" | "capacityRetention", reference: string | null) =>
    aboutGroups({ ...read(query), metric, reference });
  expect(about("", "dischargeCapacityAh", null)).toEqual([]);
  expect(about("cycles=check_up&rate=0.5", "dischargeCapacityAh", "LFP")).toEqual([
    "Cycles: Check-ups, C/2",
    "Differences from: LFP",
  ]);
  expect(about("where=cathode+%21%3D+LFP", "dischargeCapacityAh", null)).toEqual(["Cells: cathode != LFP"]);
  expect(about("", "capacityRetention", null)).toEqual([
    expect.stringMatching(/^Reference: each cell's own reference cycle, else its first counted cycle/),
  ]);
});

it("offers the metrics that are not shown, the usual ones first", () => {
  const values = panelOptions("capacityRetention", ["meanDischargeVoltageV"]).map(({ value }) => value);
  expect(values[0]).toBe("coulombicEfficiency");
  expect(values).toContain("dischargeCapacityAh");
  expect(values).not.toContain("capacityRetention");
  expect(values).not.toContain("meanDischargeVoltageV");
  expect(new Set(values).size).toBe(values.length);
});
