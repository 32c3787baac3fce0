import { MantineProvider } from "@mantine/core";
import fc from "fast-check";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { METRICS } from "@/server/domain/cycles/metrics";
import type { CellCycles } from "@/server/domain/cells/cell-page";
import { MetricPanels } from "./cell-metrics/metric-panels";
import { CurvesChart } from "./curves/curves-chart";
import { FAMILY_KINDS, FAMILY_MODES, prepareFamily, preparePeers, type LoadedCurve } from "./curves/prepare-curves";
import { FirstSize } from "./frame/use-size";
import { PointsChart } from "./points/points-chart";
import { prepareSketch } from "./sketch/prepare-sketch";
import { SketchChart } from "./sketch/sketch-chart";
import { OverlaidChart } from "./time-series/overlaid-chart";
import { prepareOverlaid } from "./time-series/prepare-overlaid";
import { CLOCK_SCALE, elapsedScale } from "./time-series/time-scale";
import { TimeSeriesChart } from "./time-series/time-series-chart";
import { FirstPanels } from "../labs/[labSlug]/cells/[cellName]/_charts/first-panels";
import { readCellPageState } from "../labs/[labSlug]/cells/[cellName]/cell-page-state";
import { FirstDive, FirstGroups, readFirstGroups } from "../labs/[labSlug]/groups/_first/first-groups";
import { readDashboardState } from "../labs/[labSlug]/groups/dashboard-state";
import { prepareMiniChart } from "../labs/[labSlug]/_overview/charts/prepare-mini-chart";
import { toSampleColumns } from "@/server/domain/samples/sample-columns";

// Groups are drawn by groups/any-data.test.tsx.

const RUNS = 60;
const SIZE = { width: 720, height: 300 };
const nothing = () => {};

/** As cells give them, and as they should not: equal ones, tiny, huge, negative ones, gaps, and no numbers. */
const numbers = (count: number): fc.Arbitrary<number[]> =>
  fc.oneof(
    fc
      .constantFrom<number>(0, 2.8, -1, 1e-300, 1e300, Number.NaN, Number.POSITIVE_INFINITY)
      .map((value) => Array.from({ length: count }, () => value)),
    fc.array(fc.double(), { minLength: count, maxLength: count }),
    fc.array(fc.double({ min: 2.5, max: 4.2, noNaN: true }), { minLength: count, maxLength: count }),
  );
const gapped = (count: number): fc.Arbitrary<(number | null)[]> =>
  numbers(count).chain((values) =>
    fc
      .array(fc.boolean(), { minLength: count, maxLength: count })
      .map((isThere) => values.map((value, index) => (isThere[index] ? value : null))),
  );
const counts = fc.integer({ min: 0, max: 12 });

/** In what places and shapes marks, and in what is said. */
const NO_NUMBER =
  /\b(d|x|y|x1|x2|y1|y2|cx|cy|r|width|height|transform|aria-label)="[^"]*(NaN|Infinity|undefined)[^"]*"|>[^<]*(NaN|Infinity|undefined)/g;

/** The chart as it is drawn in a frame that has a size. */
function markupOf(chart: ReactNode): string {
  return renderToStaticMarkup(
    <MantineProvider>
      <FirstSize value={SIZE}>{chart}</FirstSize>
    </MantineProvider>,
  );
}

/** The numbers of each axis that has any. */
function axesOf(markup: string): string[][] {
  return markup
    .split('"recharts-cartesian-axis-ticks')
    .slice(1)
    .map((axis) => [...axis.matchAll(/tick-value[^>]*>(?:<tspan[^>]*>)?([^<]*)</g)].map(([, text = ""]) => text));
}

/** Times of day with the date before them: on an axis of clocks 12:00 stands once a day, between 03-01 and 03-02. */
function ofTheirDays(texts: readonly string[]): string[] {
  let day = "";
  return texts.map((text) => {
    if (/^\d\d-\d\d$/.test(text)) day = text;
    return /^\d\d:\d\d/.test(text) ? `${day} ${text}` : text;
  });
}

/** No crash, nothing that is no number, no empty axis, no label twice. */
function expectDrawn(markup: string, axes: number): void {
  expect(markup.match(NO_NUMBER) ?? []).toEqual([]);
  const found = axesOf(markup);
  expect(found.length).toBeGreaterThanOrEqual(axes);
  for (const texts of found) {
    const said = ofTheirDays(texts.filter((text) => text !== ""));
    expect(new Set(said).size).toBe(said.length);
  }
}

const cyclesOfCell = (count: number): fc.Arbitrary<CellCycles> =>
  fc
    .record({
      capacity: gapped(count),
      efficiency: gapped(count),
      marks: fc.array(fc.record({ isComplete: fc.boolean(), isPartial: fc.boolean(), isExcluded: fc.boolean() }), {
        minLength: count,
        maxLength: count,
      }),
      gap: fc.integer({ min: 1, max: 90 }),
    })
    .map(({ capacity, efficiency, marks, gap }) => ({
      referenceCycle: null,
      warnings: [],
      metrics: { dischargeCapacityAh: capacity, coulombicEfficiency: efficiency },
      cycles: marks.map((mark, index) => ({
        ...{ cycle: index < count / 2 ? index : index + gap, test: "", startedAtMs: index, endedAtMs: index + 1 },
        ...{ underTestS: null, sampleCount: 2, tags: [], warnings: [], ...mark },
      })),
    }));

it("draws the metrics of a cell", () => {
  fc.assert(
    fc.property(counts.chain(cyclesOfCell), fc.boolean(), (found, isZoomed) => {
      const markup = markupOf(
        <MetricPanels
          name="A"
          regions={[{ key: "1", from: 2, to: 5, label: "1", says: "chamber off" }]}
          found={found}
          shown={["dischargeCapacityAh", "coulombicEfficiency"]}
          from={isZoomed ? 3 : null}
          to={isZoomed ? 3 : null}
          chosen={4}
          onChoose={nothing}
          onRange={nothing}
          titleOf={(name) => METRICS[name].label}
        />,
      );
      expectDrawn(markup, 3); // two of values, and the last one's of cycles
    }),
    { numRuns: RUNS },
  );
});

const loadedCurve = (cycle: number, mode: LoadedCurve["mode"]): fc.Arbitrary<LoadedCurve> =>
  counts
    .chain((count) => fc.tuple(numbers(count), numbers(count)))
    .map(([x, y]) => ({ cycle, test: "", mode, x, y, note: x.length === 0 ? "too few rows" : null }));

it("draws families of curves, of other cells too", () => {
  const asked = fc.record({
    loaded: fc.tuple(loadedCurve(1, "charge"), loadedCurve(1, "discharge"), loadedCurve(7, "discharge")),
    peers: fc.tuple(loadedCurve(1, "discharge")),
    kind: fc.constantFrom(...FAMILY_KINDS),
    mode: fc.constantFrom(...FAMILY_MODES),
  });
  fc.assert(
    fc.property(asked, ({ loaded, peers, kind, mode }) => {
      const family = prepareFamily(loaded, kind, mode);
      const markup = markupOf(
        <CurvesChart
          label="Curves"
          name="A"
          viewKey="view"
          family={family}
          kind={kind}
          chosen={family.curves.filter(({ cycle }) => cycle === 7)}
          chosenCycle={7}
          peers={preparePeers(family, [{ cell: "B", isMiddle: true, curves: peers }], { kind, mode })}
          zoomed={{ x: { from: null, to: null }, y: { from: null, to: null } }}
          onChoose={nothing}
          onZoom={nothing}
        />,
      );
      expectDrawn(markup, 2);
    }),
    { numRuns: RUNS },
  );
});

/** Times of samples, from one at the same moment to years apart. */
const timesMs = (count: number) =>
  fc
    .tuple(fc.constantFrom(0, 1, 1000, 86_400_000, 1e12), fc.integer({ min: 0, max: 2e12 }))
    .map(([step, from]) => Array.from({ length: count }, (_, index) => from + index * step));

it("draws what was measured over time", () => {
  const asked = counts.chain((count) =>
    fc.record({
      time: timesMs(count),
      voltage: gapped(count),
      current: gapped(count),
      temperature: gapped(count),
      isClock: fc.boolean(),
    }),
  );
  fc.assert(
    fc.property(asked, ({ isClock, ...points }) => {
      const first = points.time[0] ?? 0;
      const markup = markupOf(
        <TimeSeriesChart
          name="A"
          regions={[{ key: "1", from: first, to: first + 1000, label: "1", says: "chamber off" }]}
          viewKey="view"
          points={points}
          scale={isClock ? CLOCK_SCALE : elapsedScale(first)}
          timeZone="Europe/Berlin"
          window={{ fromMs: null, toMs: null }}
          wholeMs={null}
          cycles={[{ cycle: 1, startedAtMs: first, endedAtMs: first }]}
          chosen={1}
          onWindow={nothing}
        />,
      );
      expectDrawn(markup, 3);
    }),
    { numRuns: RUNS },
  );
});

it("draws cycles laid over each other", () => {
  const traces = (cycle: number) =>
    counts
      .chain((count) => fc.tuple(numbers(count), numbers(count), numbers(count), gapped(count)))
      .map(([t, voltage, current, temperature]) => ({
        ...{ cycle, test: "", mode: null, t, voltage, current, temperature, note: null },
      }));
  fc.assert(
    fc.property(fc.tuple(traces(1), traces(5)), (loaded) => {
      const markup = markupOf(
        <OverlaidChart
          name="A"
          viewKey="view"
          panels={prepareOverlaid(loaded, { own: [], cycle: 5 })}
          chosenCycle={5}
          zoomed={{ from: null, to: null }}
          onChoose={nothing}
          onZoom={nothing}
        />,
      );
      expectDrawn(markup, 3);
    }),
    { numRuns: RUNS },
  );
});

it("draws measured points, as of rate tests and pulses", () => {
  const asked = counts.chain((count) => fc.tuple(numbers(count), numbers(count), fc.boolean()));
  fc.assert(
    fc.property(asked, ([xs, ys, isJoined]) => {
      const points = xs.map((x, index) => ({
        ...{ key: String(index), x, y: ys[index] ?? 0, title: "C/2", rows: [], isRing: index % 2 === 0 },
      }));
      const markup = markupOf(
        <PointsChart
          label="Rate test"
          name="A"
          points={points}
          xTitle="Rate / (1/h)"
          yTitle="Capacity / Ah"
          isJoined={isJoined}
          onChoose={null}
        />,
      );
      expectDrawn(markup, 2);
    }),
    { numRuns: RUNS },
  );
});

it("draws what stands without axes: a file at a glance, and groups on the overview", () => {
  const asked = counts.chain((count) => fc.tuple(numbers(count), numbers(count), timesMs(count)));
  fc.assert(
    fc.property(asked, ([voltage, current, times]) => {
      const samples = times.map((atMs, index) => ({
        ...{ timeUs: atMs * 1000, record: 0, voltageV: voltage[index] ?? 0, currentA: current[index] ?? 0 },
      }));
      const sketch = prepareSketch([toSampleColumns(samples)]);
      if (sketch) expect(markupOf(<SketchChart sketch={sketch} />).match(NO_NUMBER) ?? []).toEqual([]);

      const cycle = times.map((_, index) => index);
      const column = { mean: voltage, min: voltage, max: voltage, median: voltage, q1: voltage, q3: voltage };
      const group = { key: "W", name: "W", colour: 0, cells: 1, cycle, ...column };
      const none = cycle.map(() => null);
      const series = { ...group, std: none, n: cycle.map(() => 1), thinned: cycle.map(() => false) };
      const mini = prepareMiniChart([series], METRICS.dischargeCapacityAh);
      expect(JSON.stringify(mini)).not.toMatch(/NaN|Infinity/);
    }),
    { numRuns: RUNS },
  );
});

/** What the server draws of a page: numbers at shares of the axes, none of them twice on one axis, and at least one on each. */
function expectFirstDrawn(markup: string, frames: number): void {
  expect(markup).not.toMatch(/NaN|Infinity|undefined/);
  const found = markup.split("<figure").slice(1);
  expect(found.length).toBeLessThanOrEqual(frames);
  for (const [index, frame] of found.entries()) {
    const textsOf = (axis: "x" | "y") =>
      [...frame.matchAll(new RegExp(`class="_${axis}_[^>]*>([^<]*)<`, "g"))].map(([, text]) => text);
    for (const texts of [textsOf("y"), ...(index === found.length - 1 ? [textsOf("x")] : [])]) {
      expect(texts.length).toBeGreaterThan(0);
      expect(new Set(texts).size).toBe(texts.length);
    }
    for (const [, share] of frame.matchAll(/(?:left|top):(-?[\d.e+-]+)%/g)) {
      expect(Number(share)).toBeGreaterThanOrEqual(-1e-6);
      expect(Number(share)).toBeLessThanOrEqual(100 + 1e-6);
    }
  }
}

const answered = <Answer,>(answer: Answer) => ({ answer: Promise.resolve(answer), isDrawn: nothing });

it("draws the panels that a cell's page begins with", async () => {
  const asked = fc.tuple(counts.chain(cyclesOfCell), fc.constantFrom("", "from=3&to=3", "from=500", "to=-2"));
  await fc.assert(
    fc.asyncProperty(asked, async ([found, query]) => {
      const state = readCellPageState(new URLSearchParams(query));
      expectFirstDrawn(renderToStaticMarkup(await FirstPanels({ cycles: answered(found), state })), 2);
    }),
    { numRuns: RUNS },
  );
});

/** A group with gaps in its cycles, thinning out or not. */
const groupSeries = (key: string) =>
  counts
    .chain((count) =>
      fc.record({
        mean: numbers(count),
        std: gapped(count),
        low: numbers(count),
        high: numbers(count),
        n: fc.array(fc.integer({ min: 1, max: 30 }), { minLength: count, maxLength: count }),
        gap: fc.integer({ min: 1, max: 90 }),
      }),
    )
    .map(({ mean, std, low, high, n, gap }) => ({
      ...{ key, name: key, colour: 0, cells: 30, mean, std, n, thinned: n.map((count) => count < 27) },
      ...{ min: low, max: high, median: mean, q1: low, q3: high },
      cycle: mean.map((_, index) => (index < mean.length / 2 ? index : index + gap)),
    }));

it("draws the groups that their page begins with, and what it says of one", async () => {
  const asked = fc.record({
    groups: fc.tuple(groupSeries("W"), groupSeries("X")),
    value: fc.oneof(fc.constant(null), fc.double()),
    query: fc.constantFrom(
      "",
      "tails=1&counts=1",
      "line=median&band=quartiles",
      "band=range",
      "from=3&to=3",
      "low=1&high=1",
      "smooth=5",
      "hide=W",
    ),
  });
  await fc.assert(
    fc.asyncProperty(asked, async ({ groups, value, query }) => {
      const running = [{ cellId: 1, cell: "A", groupKey: "W", cycle: 7, value }];
      const view = { version: 1, metric: "dischargeCapacityAh" as const, groups, running };
      const read = readFirstGroups({
        view: answered({ ...view, unassigned: 0, cellsWithoutCycles: 0 }),
        ...{ metricName: "dischargeCapacityAh", fieldCount: 1 },
        state: readDashboardState(new URLSearchParams(query)),
      });
      expectFirstDrawn(renderToStaticMarkup(await FirstGroups({ read })), 1);
      expect(renderToStaticMarkup(await FirstDive({ read }))).not.toMatch(/NaN|Infinity|undefined/);
    }),
    { numRuns: 4 * RUNS },
  );
});
