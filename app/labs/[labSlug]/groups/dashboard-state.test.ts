import { describe, expect, it } from "vitest";
import { choosable } from "@/app/_trpc/use-groupings";
import {
  chosenGrouping,
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
      metric: "coulombicEfficiency",
      kind: "check_up",
      from: 10,
      to: 200,
      low: -0.98,
      high: 1.5e-7,
      group: '["NMC 811 & more"]',
      cycle: 120,
      hidden: ['["A"]', '["B=1"]'],
      tails: true,
      band: "range",
      unfinished: false,
    } as const;
    expect(read(writeDashboardState(state))).toEqual(state);
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
    expect(read("band=wide&unfinished=yes")).toMatchObject({ band: "std", unfinished: true });
    expect(read("cycles=storage").kind).toBeNull();
    expect(read("hide=a&hide=a").hidden).toEqual(["a"]);
  });

  it("shows the first grouping when the one asked for is gone", () => {
    const groupings = [1, 2, 3].map((id) => ({ id, isDefault: false }));
    expect(chosenGrouping(groupings, { groupingId: 2 })?.id).toBe(2);
    expect(chosenGrouping(groupings, { groupingId: 9 })?.id).toBe(1);
    const withDefault = groupings.map(({ id }) => ({ id, isDefault: id === 3 }));
    expect(chosenGrouping(withDefault, { groupingId: null })?.id).toBe(3);
    expect(chosenGrouping(withDefault, { groupingId: 2 })?.id).toBe(2);
    expect(chosenGrouping([], { groupingId: 9 })).toBeNull();
    const withAllCells = choosable({ groupings, allCells: { id: 0, isDefault: false } });
    expect(chosenGrouping(withAllCells, { groupingId: null })?.id).toBe(1);
    expect(chosenGrouping(withAllCells, { groupingId: 0 })?.id).toBe(0);
    const alone = choosable({ groupings: [], allCells: { id: 0, isDefault: false } });
    expect(chosenGrouping(alone, { groupingId: null })?.id).toBe(0);
  });

  it("makes a zoom a step that Back undoes, but not the choice of a cell's cycle", () => {
    expect(isStepInHistory({ from: 1, to: 9 })).toBe(true);
    expect(isStepInHistory({ cycle: 9 })).toBe(false);
    expect(isStepInHistory({ low: 1, high: 2 })).toBe(true);
    expect(isStepInHistory({ hidden: [] })).toBe(true); // what is shown changes with it
  });
});
