import { renderToStaticMarkup } from "react-dom/server";
import type { ReactNode } from "react";
import { describe, expect, it } from "vitest";
import { METRICS } from "@/server/domain/cycles/metrics";
import type { GroupSeries } from "@/server/domain/groups/groups-view";
import { FigureContext } from "../export/figure";
import { FirstSize } from "../frame/use-size";
import { GROUP_AXES } from "../groups/prepare-group-axes";
import { seriesOf } from "../groups/series-of";
import { groupStyle } from "../groups/style/group-style";
import { cellsProjection } from "../small/prepare-small";
import { CellsFigure } from "./cells-figure";
import { MeansFigure } from "./means-figure";
import { MultiplesFigure } from "./multiples-figure";
import { cellsPicture } from "./prepare-cells-picture";
import { meansOf, meansPicture } from "./prepare-means";
import { fittingTitle, panelGrid } from "./prepare-panel-grid";

const metric = METRICS.dischargeCapacityAh;
const MEANS: Record<string, number[]> = {
  NMC: [2, 1.9, 1.8],
  LFP: [1.5, 1.4, 1.3],
  LMFP: [1, 0.9, 0.8],
  LCO: [3, 2, 1],
};
const groups = Object.entries(MEANS).map(([name, mean], place) => ({
  series: seriesOf({ key: name, name, cycle: [1, 2, 3], mean }),
  style: groupStyle(place),
}));

const markupOf = (figure: ReactNode, width = 321, isFigure = true) =>
  renderToStaticMarkup(
    <FigureContext value={isFigure}>
      <FirstSize value={{ width, height: 0 }}>{figure}</FirstSize>
    </FigureContext>,
  );

type Tick = { px: number; value: number };

/** A drawing by its panels: what each is called, and its lines in the numbers of the axes that the whole has. */
function readDrawing(markup: string) {
  const panels = markup.split("<g data-panel=").slice(1);
  const ticksOf = (panel: string, anchor: string, at: "x" | "y"): Tick[] =>
    [...panel.matchAll(new RegExp(`<text[^>]*?text-anchor="${anchor}"[^>]*>(?:<tspan[^>]*>)?(−?[\\d.]+)<`, "g"))].map(
      ([text, number = ""]) => ({
        px: Number(new RegExp(` ${at}="([\\d.-]+)"`).exec(text)?.[1]),
        value: Number(number.replace("−", "-")),
      }),
    );
  const scaleOf = (ticks: Tick[]) => {
    const [first, last] = [ticks[0], ticks.at(-1)];
    if (!first || !last || first === last) throw new Error("an axis has no two ticks");
    return (px: number) => first.value + ((px - first.px) * (last.value - first.value)) / (last.px - first.px);
  };
  const toX = scaleOf(ticksOf(panels.at(-1) ?? "", "middle", "x"));
  const toY = scaleOf(ticksOf(panels[0] ?? "", "end", "y"));
  return panels.map((panel) => ({
    title: /^"([^"]*)"/.exec(panel)?.[1],
    hasNumbersOfY: ticksOf(panel, "end", "y").length > 0,
    hasNumbersOfX: ticksOf(panel, "middle", "x").length > 0,
    lines: [...panel.matchAll(/data-line="([^"]*)".*?<path[^>]*? ?d="([^"]*)"[^>]*>/g)].map(([path, name, d = ""]) => ({
      name,
      dash: /stroke-dasharray="([^"]*)"/.exec(path)?.[1] ?? null,
      points: [...d.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [toX(Number(x)), toY(Number(y))]),
    })),
  }));
}

function expectPoints(points: (number | undefined)[][] | undefined, values: readonly number[]) {
  expect(points?.map(([x]) => Math.round(x ?? 0))).toEqual(values.map((_, index) => index + 1));
  for (const [index, value] of values.entries()) expect(points?.[index]?.[1]).toBeCloseTo(value, 1);
}

describe("small charts of groups", () => {
  it.each([true, false])("are one drawing with a panel a group, whose points are the data (figure: %s)", (isFigure) => {
    const figure = <MultiplesFigure groups={groups} metric={metric} axis={GROUP_AXES.cycle} />;
    const panels = readDrawing(markupOf(figure, 321, isFigure));
    expect(panels.map(({ title }) => title)).toEqual(Object.keys(MEANS));
    for (const { title = "", lines } of panels) {
      expect(lines.map(({ name }) => name)).toEqual([title]);
      expectPoints(lines[0]?.points, MEANS[title] ?? []);
    }
    // Two by two: numbers stand at the left and below alone.
    expect(panels.map(({ hasNumbersOfY }) => hasNumbersOfY)).toEqual([true, false, true, false]);
    expect(panels.map(({ hasNumbersOfX }) => hasNumbersOfX)).toEqual([false, false, true, true]);
    const dashes = panels.map(({ lines }) => lines[0]?.dash);
    expect(new Set(dashes).size).toBe(isFigure ? 4 : 1); // in print without colours
  });

  it("say once what their axes are of", () => {
    const markup = markupOf(<MultiplesFigure groups={groups} metric={metric} axis={GROUP_AXES.cycle} />);
    expect(markup.match(/>Cycle number</g)).toHaveLength(1);
    expect(markup.match(/>Discharge capacity \/ Ah</g)).toHaveLength(1);
  });
});

it("draws each cell against its group, and hands out the numbers of those that have a panel", () => {
  const [group] = groups;
  if (!group) throw new Error("there are four groups");
  const lines = ["A", "B"].map((cell, index) => ({
    ...{ cellId: index, cell, groupKey: group.series.key },
    ...{ cycle: [1, 2, 3], value: [2 + index, 1.5, 1] },
  }));
  const { x, y } = cellsProjection(group.series, lines, metric.scale);
  const panels = readDrawing(markupOf(<CellsFigure group={group} lines={lines} metric={metric} x={x} y={y} />));
  expect(panels.map(({ title, lines: [line] }) => [title, line?.name])).toEqual([
    ["A", "A"],
    ["B", "B"],
  ]);
  for (const [index, { value }] of lines.entries()) expectPoints(panels[index]?.lines[0]?.points, value);
  const { title, table } = cellsPicture({ group, lines, listed: 9, metric, x, about: [] });
  expect(title).toBe("Discharge capacity of the cells of NMC, the first 2 of 9");
  expect(table().rows.filter((row) => row.includes("cell"))).toHaveLength(6);
});

it("draws the means of an overview's chart with axes, without the ends where cells are missing", () => {
  const given: GroupSeries[] = Object.entries(MEANS).map(([name, mean], place) => ({
    ...{ key: name, name, colour: place, cells: 3, cycle: [1, 2, 3], mean, std: mean.map(() => 0.1) },
    ...{ min: mean, max: mean, median: mean, q1: mean, q3: mean, n: [3, 3, 1] },
    thinned: [false, false, name === "LCO"],
  }));
  const means = meansOf(given, metric);
  const [panel] = readDrawing(markupOf(<MeansFigure groups={means} metric={metric} />));
  expect(panel?.lines.map(({ name }) => name)).toEqual(Object.keys(MEANS));
  for (const { name = "", points } of panel?.lines ?? []) {
    expectPoints(points, name === "LCO" ? [3, 2] : (MEANS[name] ?? []));
  }
  const { rows } = meansPicture("Capacity", means, metric).table();
  expect(rows).toHaveLength(11);
  expect(rows[0]?.slice(0, 5)).toEqual(["NMC", 1, 2, null, null]);
});

describe("the grid", () => {
  it.each([
    [1, 321, [0]],
    [4, 321, [0, 0, 1, 1]],
    [6, 680, [0, 0, 0, 1, 1, 1]], // three and three rather than five and one
    [3, 90, [0, 1, 2]],
  ])("lays %i panels into %i px in rows of one size", (count, width, rows) => {
    const grid = panelGrid({ count, width, scale: 1, hasTitles: true });
    const tops = [...new Set(grid?.panels.map(({ top }) => top))];
    expect(grid?.panels.map(({ top }) => tops.indexOf(top))).toEqual(rows);
    for (const { left } of grid?.panels ?? []) {
      expect(left + (grid?.plot.x ?? 0) + (grid?.plot.width ?? 0)).toBeLessThanOrEqual(width - 12 + 1e-9);
    }
    // The lowest panel of each column has the numbers of its axis.
    expect(grid?.panels.filter(({ hasXText }) => hasXText).length).toBe(
      grid?.panels.filter(({ top }) => top === 0).length,
    );
  });

  it("is none without panels or without room", () => {
    expect(panelGrid({ count: 0, width: 321, scale: 1, hasTitles: true })).toBeNull();
    expect(panelGrid({ count: 3, width: 60, scale: 1, hasTitles: true })).toBeNull();
  });

  it("cuts titles that are wider than their plot", () => {
    expect(fittingTitle("NMC811", 100)).toBe("NMC811");
    expect(fittingTitle("NMC811, single crystal, 3 mg/cm²", 70)).toBe("NMC811, s…");
  });
});
