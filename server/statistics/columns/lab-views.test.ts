import { describe, expect, it } from "vitest";
import type { GroupSeries, GroupsView } from "../../domain/groups/groups-view";
import type { LabColumns } from "./lab-columns";
import { BYTES_OF_POINT, LabViews } from "./lab-views";

const POINTS = 10;
const BYTES = POINTS * BYTES_OF_POINT;

const series = (cycles: number[]): GroupSeries => ({
  key: "a",
  name: "a",
  colour: 0,
  cells: 1,
  cycle: cycles,
  mean: cycles.map(() => 1),
  std: cycles.map(() => null),
  n: cycles.map(() => 1),
  min: cycles.map(() => 1),
  max: cycles.map(() => 1),
  thinned: cycles.map(() => false),
  median: cycles.map(() => 1),
  q1: cycles.map(() => 1),
  q3: cycles.map(() => 1),
});

const viewAt = (version: number): GroupsView => ({
  version,
  metric: "dischargeCapacityAh",
  groups: [series(Array.from({ length: POINTS }, (_, index) => index + 1))],
  running: [],
  unassigned: 0,
  cellsWithoutCycles: 0,
});

const refused = () => Promise.reject(new Error("not to be asked for"));

describe("the views of a lab", () => {
  it("take in what changed instead of being made again", async () => {
    const views = new LabViews(BYTES);
    await views.current("1", { whole: async () => viewAt(3), changesAfter: refused });
    const patch = { ...series([11]), emptied: [1] };
    const delta = { kind: "patch" as const, version: 4, groups: [patch], running: [], cellsWithoutCycles: 2 };
    const asked: number[] = [];
    const changesAfter = async (version: number) => {
      asked.push(version);
      return delta;
    };
    const view = await views.current("1", { whole: refused, changesAfter });
    expect(asked).toEqual([3]);
    expect(view).toMatchObject({ version: 4, cellsWithoutCycles: 2 });
    expect(view.groups[0]?.cycle).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  it("are made again when nobody knows what changed", async () => {
    const views = new LabViews(BYTES);
    await views.current("1", { whole: async () => viewAt(3), changesAfter: refused });
    const view = await views.current("1", { whole: async () => viewAt(9), changesAfter: async () => null });
    expect(view.version).toBe(9);
  });

  it("give up the one that was not asked for the longest time", async () => {
    const views = new LabViews(2 * BYTES);
    const made: string[] = [];
    const ask = (key: string) =>
      views.current(key, {
        whole: async () => {
          made.push(key);
          return viewAt(1);
        },
        changesAfter: async (version) => ({ kind: "patch", version, groups: [], running: [], cellsWithoutCycles: 0 }),
      });
    for (const key of ["a", "b", "a", "c", "a", "b"]) await ask(key);
    expect(made).toEqual(["a", "b", "c", "b"]);
    expect(views.byteLength).toBe(2 * BYTES);
  });

  it("find something once of each version", async () => {
    const views = new LabViews(BYTES);
    let count = 0;
    const find = async () => ++count;
    const at = (version: number) => ({ version }) as LabColumns; // all that is looked at
    expect(await Promise.all([views.once(at(1), "strays", find), views.once(at(1), "strays", find)])).toEqual([1, 1]);
    expect(await views.once(at(1), "others", find)).toBe(2);
    expect(await views.once(at(2), "strays", find)).toBe(3);
    await expect(views.once(at(2), "failing", refused)).rejects.toThrow();
    expect(await views.once(at(2), "failing", find)).toBe(4);
  });
});
