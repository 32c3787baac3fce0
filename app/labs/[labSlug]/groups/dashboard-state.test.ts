import { describe, expect, it } from "vitest";
import {
  choosable,
  chosenSplit,
  isStepInHistory,
  readDashboardState,
  wholeNumber,
  writeDashboardState,
} from "./dashboard-state";

const read = (query: string) => readDashboardState(new URLSearchParams(query));

describe("the dashboard in the URL", () => {
  it("comes back as it was written, keys with special characters among it", () => {
    const state = {
      groupingId: 3,
      by: [],
      where: 'cathode = "NMC & more" and not  stray',
      metric: "coulombicEfficiency",
      panels: ["capacityRetention", "meanDischargeVoltageV"],
      x: null,
      tag: "check_up",
      rateC: 0.5,
      reference: '["A"]',
      referenceCell: null,
      from: 10,
      to: 200,
      low: -0.98,
      high: 1.5e-7,
      group: '["NMC 811 & more"]',
      cycle: 120,
      cell: "A-01 & B",
      hidden: ['["A"]', '["B=1"]'],
      tails: true,
      line: "median",
      band: "quartiles",
      smoothing: 11,
      bars: true,
      cells: true,
      unfinished: false,
      counts: false,
      small: true,
      scores: true,
      ageing: true,
    } as const;
    expect(read(writeDashboardState(state))).toEqual(state);
  });

  it("takes a filter of cells as it is typed, for one question whatever stands around it", () => {
    expect(read("where=+cathode+%3D+LFP+").where).toBe("cathode = LFP");
    expect(read("where=+").where).toBeNull();
    expect(isStepInHistory({ where: "cathode = LFP" })).toBe(true);
  });

  it("names one or two fields to group by instead of a grouping, and places between cycles on another axis", () => {
    const state = {
      ...read(""),
      by: ["cathode", "C-rate"],
      x: "days",
      from: -0.5,
      to: 12.25,
      referenceCell: "A-01",
    } as const;
    expect(read(writeDashboardState(state))).toEqual(state);
    expect(read("grouping=3&by=a&by=b&by=c&by=a&by=")).toMatchObject({ groupingId: null, by: ["a", "b"] });
    expect(read("from=1.5&to=2.5")).toMatchObject({ from: null, to: null });
  });

  it("says no metric where the grouping's own is shown", () => {
    expect(read("").metric).toBeNull();
    expect(read("metric=dischargeCapacityAh").metric).toBe("dischargeCapacityAh");
    expect(writeDashboardState(read("metric=dischargeCapacityAh"))).toBe("metric=dischargeCapacityAh");
  });

  it("is empty where everything is default", () => {
    expect(writeDashboardState(read(""))).toBe("");
  });

  it("takes nonsense for absent", () => {
    expect(read("grouping=abc&metric=price&from=-1&to=1e3&cycle=2.5&group=")).toEqual({ ...read(""), group: "" });
    expect(read("from=20&to=10")).toMatchObject({ from: null, to: null });
    expect(read("low=2&high=1")).toMatchObject({ low: null, high: null });
    expect(read("low=abc&high=Infinity")).toMatchObject({ low: null, high: null });
    expect(wholeNumber("99999999999")).toBeNull();
    expect(read("x=colour&rate=0&panel=price&panel=capacityRetention").panels).toEqual(["capacityRetention"]);
    expect(read("x=cycle&rate=-1&cycles=a,b")).toMatchObject({ x: null, rateC: null, tag: null });
    expect(read("reference=a&referenceCell=b")).toMatchObject({ reference: "a", referenceCell: null });
    expect(read("band=wide&unfinished=yes")).toMatchObject({ band: "std", unfinished: true });
    expect(read("cycles=storage").tag).toBe("storage"); // a tag of the lab's own
    expect(read("hide=a&hide=a").hidden).toEqual(["a"]);
  });

  it("shows the first grouping when the one asked for is gone", () => {
    const grouping = {
      name: "",
      styles: [],
      defaultMetric: "dischargeCapacityAh" as const,
      definition: { by: ["cathode"] },
    };
    const groupings = [1, 2, 3].map((id) => ({ ...grouping, id, isDefault: false }));
    const chosen = (given: Parameters<typeof chosenSplit>[0], query: string) =>
      chosenSplit(given, read(query))?.groupingId;
    expect(chosen(groupings, "grouping=2")).toBe(2);
    expect(chosen(groupings, "grouping=9")).toBe(1);
    const withDefault = groupings.map((one) => ({ ...one, isDefault: one.id === 3 }));
    expect(chosen(withDefault, "")).toBe(3);
    expect(chosen(withDefault, "grouping=2")).toBe(2);
    const allCells = { ...grouping, id: 0, isDefault: false };
    expect(chosen(choosable({ groupings, allCells }), "")).toBe(1);
    expect(chosen(choosable({ groupings, allCells }), "grouping=0")).toBe(0);
    expect(chosen(choosable({ groupings: [], allCells }), "")).toBe(0);
  });

  it("splits by fields where the address names some, with the metric that suits all cells", () => {
    const grouping = { isDefault: false, styles: [], defaultMetric: "dischargeCapacityAh" } as const;
    const groupings = [
      { ...grouping, id: 1, name: "Cathode", definition: { by: ["cathode"] } },
      { ...grouping, id: 2, name: "Own colours", definition: { by: ["a", "b"] }, styles: [{ key: "x", colour: 1 }] },
      { ...grouping, id: 0, name: "All cells", definition: { rules: [] }, defaultMetric: "capacityRetention" as const },
    ];
    expect(chosenSplit(groupings, read("by=cathode&by=C-rate"))).toEqual({
      ...{ groupingId: 0, by: ["cathode", "C-rate"], name: "cathode × C-rate" },
      ...{ defaultMetric: "capacityRetention", styledBy: ["cathode", "C-rate"] },
    });
    expect(chosenSplit(groupings, read(""))).toMatchObject({ groupingId: 1, by: null, styledBy: ["cathode"] });
    expect(chosenSplit(groupings, read("grouping=2"))?.styledBy).toEqual([]);
    expect(chosenSplit([], read("by=cathode"))).toBeNull();
  });

  it("makes a zoom a step that Back undoes, but not the choice of a cell's cycle", () => {
    expect(isStepInHistory({ from: 1, to: 9 })).toBe(true);
    expect(isStepInHistory({ cycle: 9 })).toBe(false);
    expect(isStepInHistory({ low: 1, high: 2 })).toBe(true);
    expect(isStepInHistory({ band: "sem" })).toBe(true);
    expect(isStepInHistory({ group: "a", cell: "A-01" })).toBe(false);
    expect(isStepInHistory({ hidden: [] })).toBe(true); // what is shown changes with it
  });
});
