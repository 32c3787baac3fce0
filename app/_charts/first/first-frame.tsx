import type { ReactNode } from "react";
import { type Domain, tickText, valueTicks } from "../frame/prepare-axis";
import { type Projection, toX, toY } from "../frame/prepare-projection";
import type { XAxis } from "../frame/prepare-x-axis";
import classes from "./first-frame.module.css";

/** Marks are drawn in these units, and stretched to the chart's place by the browser. */
const UNITS = { x: 0, y: 0, width: 1000, height: 500 } as const;
const X_INTERVALS = 10;
const Y_INTERVALS = 7;

/** The axis of x as a page begins with it: of what there is, or what was asked for. */
export function requestedRange(
  axis: XAxis,
  extent: Domain,
  requested: { from: number | null; to: number | null },
): Domain {
  const [first, last] = axis.extend(extent, null);
  const low = requested.from ?? first;
  return [low, Math.max(requested.to ?? last, low + axis.leastSpan)];
}

type FirstFrameProps = {
  label: string;
  xAxis: XAxis;
  x: Domain;
  y: Domain;
  yTitle: string;
  /** Height of what is drawn between the axis and its numbers, in pixels. */
  stripPx?: number;
  /** Whether numbers and a title stand under the axis of x. */
  hasXText?: boolean;
  children: (projection: Projection) => ReactNode;
};

/**
 * A chart as the server draws it, without knowing how large it will be: the lines are stretched, and the numbers stand at shares of the axes. It
 * has the same axes in the same place as the chart that follows it, and nothing to point at.
 */
export function FirstFrame({ label, xAxis, x, y, yTitle, stripPx = 0, hasXText = true, children }: FirstFrameProps) {
  const projection = { plot: UNITS, x, y };
  const ofX = xAxis.prepare(x, X_INTERVALS);
  const ticksOfY = valueTicks(y, Y_INTERVALS);
  const shareOfX = (value: number) => `${(100 * toX(projection, value)) / UNITS.width}%`;
  const shareOfY = (value: number) => `${(100 * toY(projection, value)) / UNITS.height}%`;
  const grid = [
    ...ofX.ticks.map((value) => `M${toX(projection, value)},0V${UNITS.height}`),
    ...ticksOfY.map((value) => `M0,${toY(projection, value)}H${UNITS.width}`),
  ];
  const room = { "--strip": `${stripPx}px`, "--below": hasXText ? `calc(${stripPx}px + 3rem)` : `${stripPx + 4}px` };
  return (
    <figure className={classes.figure} aria-label={label} style={room as React.CSSProperties}>
      <div className={classes.plot}>
        <svg
          className={classes.marks}
          viewBox={`0 0 ${UNITS.width} ${UNITS.height}`}
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          <path className={classes.grid} d={grid.join("")} />
          {children(projection)}
        </svg>
        {ticksOfY.map((value) => (
          <span key={value} className={classes.y} style={{ top: shareOfY(value) }}>
            {tickText(value, ticksOfY)}
          </span>
        ))}
        <span className={classes.titleOfY}>{yTitle}</span>
        {hasXText && (
          <>
            {ofX.ticks.map((value) => (
              <span key={value} className={classes.x} style={{ left: shareOfX(value) }}>
                {ofX.textOf(value)}
              </span>
            ))}
            <span className={classes.titleOfX}>{ofX.title}</span>
          </>
        )}
      </div>
    </figure>
  );
}
