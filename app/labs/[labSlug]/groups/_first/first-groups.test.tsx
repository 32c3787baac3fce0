import fc from "fast-check";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import type { GroupSeries, GroupsView } from "@/server/domain/groups/groups-view";
import { readDashboardState } from "../dashboard-state";
import { FirstDive, FirstGroups, readFirstGroups } from "./first-groups";

const series = (key: string, mean: number[], std: (number | null)[] = mean.map(() => 0.1)): GroupSeries => ({
  ...{ key, name: key, colour: 0, cells: 3, cycle: mean.map((_, index) => index + 1), mean, std },
  ...{ min: mean, max: mean, median: mean, q1: mean, q3: mean },
  ...{ n: mean.map(() => 3), thinned: mean.map(() => false) },
});

const viewOf = (groups: GroupSeries[]): GroupsView => ({
  ...{ version: 1, metric: "dischargeCapacityAh", groups, running: [], unassigned: 0, cellsWithoutCycles: 0 },
});

const shownOf = (groups: GroupSeries[], query = "") => ({
  view: { answer: Promise.resolve(viewOf(groups)), isDrawn: () => {} },
  metricName: "dischargeCapacityAh" as const,
  state: readDashboardState(new URLSearchParams(query)),
  fieldCount: 1,
});

const drawn = async (groups: GroupSeries[], query = "") =>
  renderToStaticMarkup(await FirstGroups({ read: readFirstGroups(shownOf(groups, query)) }));

it("draws each group's line over the axes that the page will draw", async () => {
  const markup = await drawn([series("W", [2, 1.8, 1.6]), series("X", [1.9, 1.7, 1.5])]);
  expect(markup.match(/data-first-line="(\w)"/g)).toEqual(['data-first-line="W"', 'data-first-line="X"']);
  // Of x 0 to 3: a cycle is a third of the thousand units; the first lies at a third, the last at the end.
  const [line] = /<path d="M([^"]+)" fill="none" stroke="[^"]+" stroke-width="2"/.exec(markup)?.slice(1) ?? [];
  expect(line?.split("L").map((point) => Number(point.split(",")[0]))).toEqual([333.3, 666.7, 1000]);
  expect(markup).toContain("Cycle number");
  expect(markup).toContain("Discharge capacity / Ah");
  expect(markup).toMatch(/left:100%[^>]*>3</);
});

it("leaves out what the address hides, and draws nothing where nothing can be read", async () => {
  expect(await drawn([series("W", [2, 1.8]), series("X", [1.9, 1.7])], "hide=W")).not.toContain('"W"');
  expect(await drawn([])).toBe("");
  const lost = {
    ...shownOf([]),
    view: { answer: Promise.reject<GroupsView>(new Error("the database is away")), isDrawn: () => {} },
  };
  expect(await FirstGroups({ read: readFirstGroups(lost) })).toBeNull();
});

it("says of the group that the deep dive opens with what it says there", async () => {
  const markup = renderToStaticMarkup(await FirstDive({ read: readFirstGroups(shownOf([series("W", [2, 1.8])])) }));
  expect(markup).toContain("Group W at cycle 2");
  expect(markup).toContain("mean 1.800 ± 0.100 Ah (5.6 %), 3 of 3 cells");
});

it("draws whatever there is, and nothing that is no number", async () => {
  const values = fc.oneof(
    fc.constantFrom(0, 2.8, -1, 1e-300, 1e300).map((value) => [value, value, value]),
    fc.array(fc.double(), { maxLength: 5 }),
  );
  await fc.assert(
    fc.asyncProperty(values, values, async (one, other) => {
      const markup = await drawn([
        series("W", one),
        series(
          "X",
          other,
          other.map(() => null),
        ),
      ]);
      expect(markup).not.toMatch(/NaN|Infinity|undefined/);
      const texts = [...markup.matchAll(/class="_y_[^>]*>([^<]+)</g)].map(([, text]) => text);
      expect(texts.length > 0).toBe(markup !== "");
      expect(new Set(texts).size).toBe(texts.length);
    }),
  );
});
