import { CartesianAxis } from "recharts";
import { tickText, valueTicks } from "./prepare-axis";
import { type Projection, toX, toY } from "./prepare-projection";
import type { AxisText } from "./prepare-x-axis";

const Y_INTERVALS = 7;
/** Between an axis and its numbers. */
const GAP_PX = 6;
const Y_GAP_PX = 8;
const TICK_PX = 6;
const TICK = { fontSize: 12, fill: "currentColor" } as const;
const X_TICK = { ...TICK, transform: "translate(0, 10)" } as const;
const Y_TICK = { ...TICK, transform: "translate(-10, 0)" } as const;
/** The lines of ticks that reach across the plot are its grid. */
const GRID = { stroke: "var(--hairline)" } as const;
/** A figure for a paper has a box, which its ticks stand at. */
const BOX_TICK = { stroke: "var(--mantine-color-text)" } as const;

type AxisProps = { projection: Projection; isFigure: boolean };

/** @param stripHeight what lies between the axis and its numbers */
export function AxisOfX({
  projection,
  text: { ticks, textOf },
  stripHeight,
  isFigure,
}: AxisProps & { text: AxisText; stripHeight: number }) {
  const { x, y, width, height } = projection.plot;
  return (
    <CartesianAxis
      orientation="bottom"
      x={x}
      y={y + height}
      width={width}
      height={1} // it draws none without a height, and uses it for axes on the other side only
      viewBox={projection.plot}
      ticks={ticks.map((value, index) => ({ value, coordinate: toX(projection, value), index, offset: 0 }))}
      interval={0}
      tickFormatter={textOf}
      tick={X_TICK}
      axisLine={!isFigure && GRID}
      tickLine={isFigure ? BOX_TICK : GRID}
      tickSize={isFigure ? TICK_PX : -height}
      tickMargin={stripHeight + (isFigure ? GAP_PX - TICK_PX : height + GAP_PX)}
    />
  );
}

type AxisOfYProps = AxisProps & { intervals?: number; hasText?: boolean };

export function AxisOfY({ projection, isFigure, intervals = Y_INTERVALS, hasText = true }: AxisOfYProps) {
  const { x, y, width, height } = projection.plot;
  const ticks = valueTicks(projection.y, intervals);
  return (
    <CartesianAxis
      orientation="left"
      x={0}
      y={y}
      width={x}
      height={height}
      viewBox={projection.plot}
      ticks={ticks.map((value, index) => ({ value, coordinate: toY(projection, value), index, offset: 0 }))}
      interval={0}
      tickFormatter={(value: number) => (hasText ? tickText(value, ticks) : "")}
      tick={Y_TICK}
      axisLine={false}
      tickLine={isFigure ? BOX_TICK : GRID}
      tickSize={isFigure ? TICK_PX : -width}
      tickMargin={isFigure ? Y_GAP_PX - TICK_PX : width + Y_GAP_PX}
    />
  );
}
