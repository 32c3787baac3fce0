import fc from "fast-check";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { createValueStore } from "@/app/_components/browser/value-store";
import { METRICS } from "@/server/domain/cycles/metrics";
import { extendValueDomain, tickText, valueTicks } from "../frame/prepare-axis";
import type { Projection } from "../frame/prepare-projection";
import { FirstSize } from "../frame/use-size";
import { CellsFigure } from "../panels/cells-figure";
import { MeansFigure } from "../panels/means-figure";
import { MultiplesFigure } from "../panels/multiples-figure";
import { meansOf } from "../panels/prepare-means";
import { GroupMultiples } from "../small/group-multiples";
import { cellsProjection } from "../small/prepare-small";
import { SmallChart } from "../small/small-chart";
import { GroupDrawing } from "./group-drawing";
import { BANDS, LINES, withBands } from "./prepare-band";
import { prepareCounts } from "./prepare-counts";
import { differenceFrom, referenceOfGroup } from "./prepare-difference";
import { GROUP_AXES, GROUP_AXIS_NAMES } from "./prepare-group-axes";
import { hoverText, nearestTarget } from "./prepare-hover";
import { prepareRunning } from "./running/prepare-running";
import { cycleExtent, type PreparedSeries, prepareSeries, withoutTail } from "./prepare-series";
import { groupStyle } from "./style/group-style";
import { shownExtent } from "./prepare-window";

const nothing = createValueStore<string | null>(null);

/** Values as cells give them, and as they should not: equal ones, tiny, huge, negative ones, and no numbers. */
const values = (count: number): fc.Arbitrary<number[]> =>
  fc.oneof(
    fc.constantFrom<number>(0, 2.8, -1, 1e-300, 1e300).map((value) => Array.from({ length: count }, () => value)),
    fc.array(fc.double(), { minLength: count, maxLength: count }),
    fc.array(fc.double({ min: 0.9, max: 1, noNaN: true }), { minLength: count, maxLength: count }),
  );

/** A group with gaps in its cycles, of one cell or of many, thinning out at its end or not. */
const group = (key: string) =>
  fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { maxLength: 12 }).chain((numbers) => {
    const cycle = [...numbers].sort((one, other) => one - other);
    const column = values(cycle.length);
    const counts = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: cycle.length, maxLength: cycle.length });
    return fc
      .record({
        mean: column,
        std: column,
        min: column,
        max: column,
        median: column,
        q1: column,
        q3: column,
        n: counts,
      })
      .map((given) => ({
        ...{ key, name: key, colour: 0, cells: 30, cycle, ...given },
        ...{ std: given.std.map((one, index) => (given.n[index] === 1 ? null : one)) },
        ...{ thinned: given.n.map((n) => n < 27), x: undefined },
      }));
  });

const metrics = [METRICS.dischargeCapacityAh, METRICS.coulombicEfficiency];
const asked = fc.record({
  groups: fc.tuple(group("W"), group("X")),
  metric: fc.constantFrom(...metrics),
  line: fc.constantFrom(...LINES),
  band: fc.constantFrom(...BANDS),
  axisName: fc.constantFrom(...GROUP_AXIS_NAMES),
  isCompared: fc.boolean(),
  withBars: fc.boolean(),
  withTails: fc.boolean(),
  running: values(1),
});

const NO_NUMBER = /NaN|Infinity|undefined/;
const partsWithoutNumber = (markup: string) => markup.match(/<[^>]*(NaN|Infinity|undefined)[^>]*>/g) ?? [];
const style = groupStyle(0);

it("draws whatever there is: no crash, no empty axis, no label twice, nothing that is no number", () => {
  fc.assert(
    fc.property(asked, ({ groups, metric, axisName, line, band, isCompared, withBars, withTails, running }) => {
      const axis = GROUP_AXES[axisName];
      const [first, ...others] = groups.map((given) => {
        const overX = axisName === "cycle" ? given : { ...given, x: given.cycle.map((at) => at * 0.37) };
        return prepareSeries({ ...overX, x: axisName === "cycle" ? given.cycle : (overX.x ?? []) }, metric.scale);
      });
      if (!first) throw new Error("there are two groups");
      const compared = isCompared
        ? [first, ...others].map((one) => differenceFrom(one, referenceOfGroup(first, line)))
        : [first, ...others];
      const shown = (withTails ? compared : compared.map(withoutTail)).map((series) => ({ series, style }));
      const drawn = withBands(shown, { line, band }, "W");
      const series = drawn.map((one) => one.series);
      const points = [{ cellId: 1, cell: "A", groupKey: "W", cycle: 7, value: running[0] ?? null }];
      const x = axis.axis.extend(cycleExtent(series, points), null);
      const y = extendValueDomain(shownExtent(series, { from: x[0], to: x[1] }, metric), null);
      expect(x[1]).toBeGreaterThan(x[0]);
      expect(y[1]).toBeGreaterThan(y[0]);
      const ticks = valueTicks(y, 7);
      const labels = [
        ticks.map((tick) => tickText(tick, ticks)),
        axis.axis.prepare(x, 8).ticks.map(axis.axis.prepare(x, 8).textOf),
      ];
      for (const texts of labels) expect(new Set(texts).size).toBe(texts.length);

      const projection: Projection = { plot: { x: 50, y: 8, width: 700, height: 300 }, x, y };
      const marks = prepareRunning(points, metric.scale, projection);
      const cell = { cellId: 1, cell: "A", groupKey: "W", cycle: [...first.cycle], value: [...first.mean] };
      const markup = drawing({ drawn, marks, cell, projection, withBars, first, metric });
      expect(partsWithoutNumber(markup)).toEqual([]);
      const figures = figuresOf({ drawn, cell, axis, first, metric, means: meansOf(groups, metric) });
      expect(figures).not.toMatch(NO_NUMBER);
      expect(figures.match(/<svg/g)).toHaveLength(3);
      const target = nearestTarget(series, marks, { x: 300, y: 100 }, projection);
      if (target) for (const row of hoverText(target, metric, axis).rows) expect(row.value).not.toMatch(NO_NUMBER);
    }),
    { numRuns: 150 },
  );
});

type Drawing = {
  drawn: ReturnType<typeof withBands>;
  marks: ReturnType<typeof prepareRunning>;
  cell: { cellId: number; cell: string; groupKey: string; cycle: number[]; value: number[] };
  projection: Projection;
  withBars: boolean;
  first: PreparedSeries;
  metric: (typeof metrics)[number];
};

type Figures = Pick<Drawing, "drawn" | "cell" | "first" | "metric"> & {
  axis: (typeof GROUP_AXES)[keyof typeof GROUP_AXES];
  means: ReturnType<typeof meansOf>;
};

/** What sketches leave the page as. */
function figuresOf({ drawn, cell, axis, first, metric, means }: Figures): string {
  const { x, y } = cellsProjection(first, [cell], metric.scale);
  const markup = renderToStaticMarkup(
    <FirstSize value={{ width: 321, height: 0 }}>
      <MultiplesFigure groups={drawn} metric={metric} axis={axis} />
      <CellsFigure group={{ series: first, style }} lines={[cell]} metric={metric} x={x} y={y} />
      <MeansFigure groups={means} metric={metric} />
    </FirstSize>,
  );
  return markup.replaceAll(/ class="[^"]*"/g, ""); // the chart library's have undefined ones
}

function drawing({ drawn, marks, cell, projection, withBars, first, metric }: Drawing): string {
  return renderToStaticMarkup(
    <>
      <GroupDrawing
        groups={drawn}
        cellLines={[cell]}
        cellInFocus={cell}
        scale={metric.scale}
        withBars={withBars}
        marks={marks}
        colours={new Map()}
        chosen={{ group: "W", cycle: first.cycle[0] ?? 1 }}
        projection={projection}
        isTurning={false}
        clipPath=""
        plotClip=""
        strip={prepareCounts(drawn)}
        host={null}
        highlight={nothing}
      />
      <GroupMultiples groups={drawn} metric={metric} chosenKey={null} onChoose={() => {}} highlight={nothing} />
      <SmallChart
        series={first}
        style={style}
        line={cell}
        scale={metric.scale}
        projection={cellsProjection(first, [cell], metric.scale)}
      />
    </>,
  );
}
