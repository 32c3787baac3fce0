import { describe, expect, it } from "vitest";
import type { GroupSeries, GroupsView } from "./groups-view";
import { applyGroupsDelta, touchedCycles } from "./apply-groups-delta";

/** Every column says which cycle it belongs to, so a row that slips shows. */
const series = (key: string, cycles: number[], add = 0): GroupSeries => ({
  ...patchOf(key, cycles, add),
  thinned: cycles.map(() => false),
});

const patchOf = (key: string, cycles: number[], add = 0): Omit<GroupSeries, "thinned"> => ({
  key,
  name: key,
  colour: 0,
  cells: 3,
  cycle: cycles,
  mean: cycles.map((cycle) => cycle + add),
  std: cycles.map((cycle) => (cycle === 1 ? null : cycle / 10 + add)),
  n: cycles.map(() => 3),
  min: cycles.map((cycle) => cycle - 1 + add),
  max: cycles.map((cycle) => cycle + 1 + add),
  median: cycles.map((cycle) => cycle + add),
  q1: cycles.map((cycle) => cycle - 0.5 + add),
  q3: cycles.map((cycle) => cycle + 0.5 + add),
  uncertainty: cycles.map((cycle) => (cycle === 2 ? null : cycle / 1000 + add)),
});

const running = (cellId: number, cycle: number, value: number | null) => ({
  cellId,
  cell: `W-0${cellId}`,
  groupKey: "W",
  cycle,
  value,
});

const view: GroupsView = {
  version: 7,
  metric: "dischargeCapacityAh",
  groups: [series("W", [1, 2, 4]), series("X", [1, 2])],
  running: [running(1, 5, 0.5), running(2, 5, 0.4)],
  unassigned: 1,
  cellsWithoutCycles: 0,
};

describe("a change of the view", () => {
  it("puts cycles in, replaces them and takes them out, in order", () => {
    const after = applyGroupsDelta(view, {
      kind: "patch",
      version: 8,
      cellsWithoutCycles: 0,
      groups: [{ ...patchOf("W", [2, 3, 5], 100), emptied: [4] }],
      running: [],
    });
    expect(after.version).toBe(8);
    expect(after.groups[0]).toEqual({
      key: "W",
      name: "W",
      colour: 0,
      cells: 3,
      cycle: [1, 2, 3, 5],
      mean: [1, 102, 103, 105],
      std: [null, 100.2, 100.3, 100.5],
      n: [3, 3, 3, 3],
      min: [0, 101, 102, 104],
      max: [2, 103, 104, 106],
      median: [1, 102, 103, 105],
      q1: [0.5, 101.5, 102.5, 104.5],
      q3: [1.5, 102.5, 103.5, 105.5],
      uncertainty: [0.001, null, 100.003, 100.005],
      thinned: [false, false, false, false],
    });
  });

  it("tells anew which points are thinned when the largest number of cells is another", () => {
    const patch = { ...patchOf("W", [2]), cells: 4, n: [4], emptied: [] };
    const after = applyGroupsDelta(view, {
      kind: "patch",
      version: 8,
      cellsWithoutCycles: 0,
      groups: [patch],
      running: [],
    });
    expect(after.groups[0]).toMatchObject({ n: [3, 4, 3], thinned: [true, false, true] }); // 3 of 4 is under 90 %
  });

  it("leaves the lists themselves where only a cycle under way grew, or nothing did", () => {
    const empty = { kind: "patch" as const, version: 9, cellsWithoutCycles: 0, groups: [], running: [] };
    const after = applyGroupsDelta(view, empty);
    expect([after.groups === view.groups, after.running === view.running, after.version]).toEqual([true, true, 9]);
    const point = { cellId: 1, cell: "A", groupKey: "W", cycle: 5, value: 1 };
    expect(applyGroupsDelta(view, { ...empty, running: [point] }).groups).toBe(view.groups);
  });

  it("leaves groups without a change the same objects, and the old view as it was", () => {
    const after = applyGroupsDelta(view, {
      kind: "patch",
      version: 8,
      cellsWithoutCycles: 0,
      groups: [{ ...patchOf("W", [5]), emptied: [] }],
      running: [],
    });
    expect(after.groups[1]).toBe(view.groups[1]);
    expect(view.groups[0]?.cycle).toEqual([1, 2, 4]);
  });

  it("moves, adds and removes unfinished cycles by cell", () => {
    const after = applyGroupsDelta(view, {
      kind: "patch",
      version: 8,
      cellsWithoutCycles: 0,
      groups: [],
      running: [running(1, 5, 0.9), running(2, 5, null), running(3, 4, 0.1)],
    });
    expect(after.running).toEqual([running(1, 5, 0.9), running(3, 4, 0.1)]);
    expect(after.cellsWithoutCycles).toBe(0);
  });

  it("takes a full answer whole, and ignores a patch that is older than the view", () => {
    const full = { ...view, version: 9, groups: [] };
    expect(applyGroupsDelta(view, { kind: "full", view: full })).toBe(full);
    expect(applyGroupsDelta(view, { kind: "patch", version: 6, cellsWithoutCycles: 0, groups: [], running: [] })).toBe(
      view,
    );
  });

  it("tells which cycles it touched", () => {
    const groups = [{ ...patchOf("W", [2, 3]), emptied: [4] }];
    expect(touchedCycles({ kind: "patch", version: 8, cellsWithoutCycles: 0, groups, running: [] })).toEqual(
      new Map([["W", [2, 3, 4]]]),
    );
    expect(touchedCycles({ kind: "full", view })).toBeNull();
  });
});
