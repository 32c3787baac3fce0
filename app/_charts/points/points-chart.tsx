"use client";

import { memo, useCallback, useMemo, useState } from "react";
import { ChartExport } from "../export/chart-export";
import type { ChartPicture } from "../export/chart-picture";
import { ChartFrame } from "../frame/chart-frame";
import { KeyboardArea } from "../frame/pointer/keyboard-area";
import { type Domain, extendValueDomain } from "../frame/prepare-axis";
import { linePath } from "../frame/prepare-line";
import { type Pixel, type Projection, toX, toY, type Zoom } from "../frame/prepare-projection";
import { quantityAxis } from "../frame/prepare-x-axis";
import { useSteadyDomain } from "../frame/use-domains";
import single from "../frame/single-line.module.css";
import classes from "./points-chart.module.css";
import { nearestMeasured, type Point, type PointTarget, pointsExtent, pointsOn, pointsTable } from "./prepare-points";

type PointsChartProps = {
  label: string;
  /** Of the cell. */
  name: string;
  points: readonly Point[];
  xTitle: string;
  yTitle: string;
  /** Whether point follows point. */
  isJoined: boolean;
  onChoose: ((point: Point) => void) | null;
};

const COLOUR = "var(--group-0)";
const NOTHING: Domain = [0, 1];

/** Measured points of a cell over a quantity. */
export const PointsChart = memo(function PointsChart(props: PointsChartProps) {
  const { label, name, points, xTitle, yTitle } = props;
  const [zoomed, setZoomed] = useState<Zoom | null>(null);
  const extent = useMemo(() => pointsExtent(points), [points]);
  const wholeX = useSteadyDomain(`${label} ${xTitle}`, extent?.x ?? NOTHING, extendValueDomain);
  const wholeY = useSteadyDomain(`${label} ${yTitle}`, extent?.y ?? NOTHING, extendValueDomain);
  const x = useMemo(() => zoomedTo(wholeX, zoomed, "x"), [wholeX, zoomed]);
  const y = useMemo(() => zoomedTo(wholeY, zoomed, "y"), [wholeY, zoomed]);
  const xAxis = useMemo(() => quantityAxis(xTitle), [xTitle]);
  const hover = usePointHover(props);
  const showAll = useCallback(() => setZoomed(null), []);
  const picture = useMemo<ChartPicture>(
    () => ({ title: `${label} of ${name}`, table: () => pointsTable(points, { x, y, xTitle, yTitle }) }),
    [label, name, points, x, y, xTitle, yTitle],
  );
  return (
    <ChartExport picture={picture}>
      <KeyboardArea
        label={label}
        hint="Home shows all points"
        keys={{ Home: showAll }}
        readout={`${points.length} points`}
      >
        <div className={classes.plot}>
          <ChartFrame
            label={`${yTitle} over ${xTitle}`}
            xAxis={xAxis}
            x={x}
            y={y}
            yTitle={yTitle}
            hover={hover}
            onZoom={setZoomed}
          >
            {({ projection, plotClip }) => (
              <Marks points={points} isJoined={props.isJoined} projection={projection} clipPath={plotClip} />
            )}
          </ChartFrame>
        </div>
      </KeyboardArea>
    </ChartExport>
  );
});

const zoomedTo = (whole: Domain, zoomed: Zoom | null, axis: Zoom["axis"]): Domain =>
  zoomed?.axis === axis ? [zoomed.from, zoomed.to] : whole;

function usePointHover({ points, onChoose }: PointsChartProps) {
  return useMemo(
    () => ({
      find: (pointer: Pixel, projection: Projection) => nearestMeasured(points, pointer, projection),
      describe: ({ point: { title, rows } }: PointTarget) => ({ colour: COLOUR, title, rows }),
      choose: ({ point }: PointTarget) => onChoose?.(point),
    }),
    [points, onChoose],
  );
}

type MarksProps = { points: readonly Point[]; isJoined: boolean; projection: Projection; clipPath: string };

function Marks({ points, isJoined, projection, clipPath }: MarksProps) {
  const line = { x: points.map(({ x }) => x), y: points.map(({ y }) => y) };
  return (
    <>
      {isJoined && <path className={single.line} d={linePath(line, projection)} clipPath={clipPath} />}
      {pointsOn(points, projection).map(({ key, x, y, isRing }) => (
        <circle
          key={key}
          className={isRing ? classes.ring : single.dot}
          data-point={key}
          cx={toX(projection, x)}
          cy={toY(projection, y)}
          r={3.5}
        />
      ))}
    </>
  );
}
