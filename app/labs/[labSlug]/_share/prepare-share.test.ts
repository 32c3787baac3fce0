import { expect, it } from "vitest";
import { requestedView } from "@/server/domain/labs/granted-view";
import { readCellPageState } from "../cells/[cellName]/cell-page-state";
import { readCompareState } from "../compare/compare-state";
import { readDashboardState, type Split } from "../groups/dashboard-state";
import { pinsNow, viewOfCell, viewOfComparison, viewOfDive, viewOfGroups } from "./prepare-share";

const split: Split = { groupingId: 7, by: null, name: "Cathode", defaultMetric: "dischargeCapacityAh", styledBy: [] };
const groups = (query: string) => ({
  ...{ split, metric: "capacityRetention" as const },
  state: readDashboardState(new URLSearchParams(query)),
});

it("names of groups all that their page asks for, and not what it hides", () => {
  const query =
    "grouping=7&panel=coulombicEfficiency&cycles=ageing&rate=1&hide=B&reference=C&referenceCell=x&from=3&low=1&high=2";
  const view = viewOfGroups(groups(query), ["A", "B", "C"]);
  expect(requestedView.parse(view)).toEqual({
    page: "groups",
    name: "Capacity retention by Cathode",
    query:
      "grouping=7&metric=capacityRetention&panel=coulombicEfficiency&cycles=ageing&rate=1&reference=C&from=3&low=1&high=2",
    cells: [],
    compared: null,
    groups: [
      {
        ...{ groupingId: 7, by: null, where: null, metrics: ["capacityRetention", "coulombicEfficiency"] },
        ...{ x: null, tag: "ageing" },
        // B may be called otherwise tomorrow, and is not shown under that name.
        ...{ rateC: 1, only: ["A", "C"], hidden: ["B"] },
      },
    ],
  });
  expect(viewOfGroups(groups("referenceCell=A-01"), ["A"])).toMatchObject({
    ...{ cells: ["A-01"], groups: [{ only: null, hidden: [] }] },
  });
});

it("shows no group that is hidden, though the others are compared with it", () => {
  const view = viewOfGroups(groups("hide=B&reference=B&low=1&high=2&from=3"), ["A", "B"]);
  expect(view).toMatchObject({ query: "metric=capacityRetention&from=3", groups: [{ only: ["A"], hidden: ["B"] }] });
});

it("looks into no group that is hidden, nor at a cell of it", () => {
  const query = (text: string) => viewOfGroups(groups(text), ["A", "B"]).query;
  expect(query("hide=B&group=B&cycle=3&cell=B-01")).toBe("metric=capacityRetention");
  expect(query("hide=B&group=A&cycle=3&cell=A-01")).toBe("metric=capacityRetention&group=A&cycle=3&cell=A-01");
});

it("names the filter of the cells that a view of groups, a deep dive and a comparison show", () => {
  const filtered = groups("where=electrolyte+%21%3D+LP57");
  const where = "electrolyte != LP57";
  expect(viewOfGroups(filtered, ["A"])).toMatchObject({
    ...{ name: `Capacity retention by Cathode, ${where}`, query: expect.stringContaining("where=electrolyte") },
    groups: [{ where }],
  });
  const dive = viewOfDive(filtered, { key: "A", name: "NMC", cycle: 12 });
  expect(dive).toMatchObject({ name: `Capacity retention of NMC, ${where} at cycle 12`, groups: [{ where }] });
  const pins = `pin=${encodeURIComponent(`group:7;${encodeURIComponent(where)}:A`)}&pin=group:7:B`;
  const comparison = viewOfComparison(readCompareState(new URLSearchParams(pins)), ["A", "B"]);
  expect(comparison.groups).toMatchObject([
    { groupingId: 7, where, only: ["A"] },
    { groupingId: 7, where: null, only: ["B"] },
  ]);
  expect(requestedView.parse(comparison).groups).toEqual(comparison.groups);
});

it("names of a deep dive one group and one metric", () => {
  const view = viewOfDive(groups("panel=coulombicEfficiency&hide=B&reference=B"), { key: "A", name: "NMC", cycle: 12 });
  expect(view).toMatchObject({ page: "dive", cells: [], groups: [{ metrics: ["capacityRetention"], only: ["A"] }] });
  expect(view.query).toBe("metric=capacityRetention&group=A&cycle=12");
});

it("names one cell, and none of its peers", () => {
  const view = viewOfCell("A-01", readCellPageState(new URLSearchParams("cycle=4&peers=7")));
  expect(requestedView.parse(view)).toEqual({
    ...{ page: "cell", name: "A-01", query: "cycle=4" },
    ...{ cells: ["A-01"], groups: [], compared: null },
  });
});

it("names of a comparison its cells, and of groupings the pinned groups", () => {
  const query = new URLSearchParams(
    "pin=cell:A-01&pin=group:7:A&pin=cell:B-01&pin=group:7:B&pin=group:0:all&pin=fields:mix:C&x=days&cycles=ageing&rate=1",
  );
  const state = readCompareState(query);
  const view = viewOfComparison(state, ["A-01", "A", "B-01"]);
  expect(requestedView.parse(view)).toMatchObject({
    ...{ page: "compare", name: "Discharge capacity of A-01, A, B-01", cells: ["A-01", "B-01"] },
    compared: { metric: "dischargeCapacityAh", x: "days", tag: "ageing", rateC: 1 },
    groups: [
      {
        groupingId: 7,
        by: null,
        only: ["A", "B"],
        x: "days",
        metrics: ["dischargeCapacityAh"],
        tag: "ageing",
        rateC: 1,
      },
      { groupingId: 0, by: null, only: ["all"] },
      { groupingId: 0, by: ["mix"], only: ["C"] },
    ],
  });
  expect(pinsNow(state.pins, ["new", null]).map((pin) => ("cell" in pin ? pin.cell : pin.key))).toEqual([
    ...["new", "A", "B-01", "B", "all", "C"],
  ]);
});

it("keeps names as short as they may be", () => {
  const long = viewOfComparison(readCompareState(new URLSearchParams("pin=cell:A")), ["x".repeat(300)]);
  expect(requestedView.parse(long).name).toHaveLength(128);
});
