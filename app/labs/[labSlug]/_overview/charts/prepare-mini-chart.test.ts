import { expect, it } from "vitest";
import { METRICS } from "@/server/domain/cycles/metrics";
import type { GroupSeries } from "@/server/domain/groups/groups-view";
import { prepareMiniChart } from "./prepare-mini-chart";

function group(key: string, mean: number[], given: Partial<GroupSeries> = {}): GroupSeries {
  const nothing = mean.map(() => 0);
  return {
    key,
    name: key,
    colour: 0,
    cells: 1,
    cycle: mean.map((_, index) => index + 1),
    mean,
    std: mean.map(() => null),
    n: nothing,
    min: nothing,
    max: nothing,
    median: nothing,
    q1: nothing,
    q3: nothing,
    thinned: mean.map(() => false),
    ...given,
  };
}
const metric = METRICS.dischargeCapacityAh;

it("draws means between the ends of all groups, and says these", () => {
  const chart = prepareMiniChart(
    [group("W", [2, 1.5, 1]), group("X", [1, 1, 9], { thinned: [false, false, true] })],
    metric,
  );
  expect(chart?.lines.map(({ path, last }) => [path, last])).toEqual([
    ["M0,0L160,50L320,100", "1.000 Ah"],
    ["M0,100L160,100", "1.000 Ah"], // the thinned end is left out
  ]);
  expect([chart?.values, chart?.cycles]).toEqual(["1.000 to 2.000 Ah", "cycles 1 to 3"]);
});

it("says what has no unit without one", () => {
  const chart = prepareMiniChart([group("W", [1, 11.14])], METRICS.equivalentFullCycles);
  expect([chart?.lines[0]?.last, chart?.values]).toEqual(["11.14", "1.000 to 11.14"]);
});

it("draws one point, equal values and no values, and never more than it can show", () => {
  expect(prepareMiniChart([group("W", [2])], metric)?.lines[0]?.path).toBe("M160,50h0");
  expect(prepareMiniChart([group("W", [2, 2])], metric)?.lines[0]?.path).toBe("M0,50L320,50");
  expect(prepareMiniChart([group("W", []), group("X", [Number.NaN])], metric)).toBeNull();
  const long = prepareMiniChart(
    [
      group(
        "W",
        Array.from({ length: 1000 }, (_, index) => index),
      ),
    ],
    metric,
  );
  expect(long?.lines[0]?.path.split("L")).toHaveLength(144); // each seventh, and the last
  expect(long?.lines[0]?.path.endsWith("320,0")).toBe(true);
});
