"use client";

import { useMergedRef } from "@mantine/hooks";
import { type ReactNode, useCallback, useEffect, useId, useMemo, useState } from "react";
import { Surface } from "recharts";
import { useIsOnPaper } from "@/app/_components/browser/paper";
import { textScale } from "@/app/_components/browser/text-scale";
import { useFirstDrawing } from "../first/first-drawing";
import { useIsFigure } from "../export/figure";
import { AxisOfX, AxisOfY } from "./axes";
import { AxisTitles, NO_STRIP, type Strip } from "./axis-titles";
import classes from "./chart-frame.module.css";
import type { Crosshair } from "./pointer/crosshair";
import type { Hover } from "./pointer/hover";
import { HoverLayer } from "./pointer/hover-layer";
import type { Domain } from "./prepare-axis";
import type { Pixel, Projection, Zoom } from "./prepare-projection";
import { plotOf } from "./prepare-plot";
import type { XAxis } from "./prepare-x-axis";
import { useSize } from "./use-size";

/** What marks are drawn with: the projection from data to pixels, and the clip paths of the plot with and without its strip. */
type Drawing = {
  projection: Projection;
  clipPath: string;
  plotClip: string;
  /** For marks in a drawing of their own, see `MarksAbove`. */
  host: HTMLElement | null;
};

type ChartFrameProps<Target extends Pixel> = {
  label: string;
  xAxis: XAxis;
  x: Domain;
  y: Domain;
  yTitle: string;
  /** The title that stands above the chart on the page, for pictures of it; a figure has it at the axis. */
  caption?: string;
  strip?: Strip;
  /** What stands under the axis of x: where panels lie above each other, the last one says it for all. */
  xText?: "whole" | "numbers" | "none";
  /** What panels with one x axis share; none: the chart is alone. */
  crosshair?: Crosshair;
  hover: Hover<Target>;
  /** A range of x or y was dragged over; null: back to the whole. */
  onZoom: (zoom: Zoom | null) => void;
  children: (drawing: Drawing) => ReactNode;
};

const PX_PER_X_TICK = 72;
const X_INTERVALS = { least: 2, most: 10 } as const;

/** Axes, grid, zoom and hover around what a chart draws. Axes and grid are the chart library's; the marks are the chart's own. */
export function ChartFrame<Target extends Pixel>(props: ChartFrameProps<Target>) {
  const { label, xAxis, x, y, strip = NO_STRIP, xText: shownText = "whole" } = props;
  const hasXText = shownText !== "none";
  const [host, setHost] = useState<HTMLElement | null>(null);
  const [sizeRef, shownSize] = useSize();
  const isOnPaper = useIsOnPaper();
  const isFigure = useIsFigure();
  const { width, height } = isOnPaper ? PAPER : shownSize;
  const keepHost = useCallback((element: HTMLElement | null) => setHost(element), []);
  const ref = useMergedRef(keepHost, sizeRef);
  const plot = useMemo(
    () => plotOf({ width, height }, { scale: textScale(), stripHeight: strip.height, hasXText }),
    [width, height, strip.height, hasXText],
  );
  const xText = useMemo(() => {
    const fitting = Math.floor(width / (PX_PER_X_TICK * textScale()));
    const text = xAxis.prepare(x, Math.max(X_INTERVALS.least, Math.min(X_INTERVALS.most, fitting)));
    return hasXText ? text : { ...text, title: "", textOf: () => "" };
  }, [xAxis, x, width, hasXText]);
  const projection = useMemo(() => plot && { plot, x, y }, [plot, x, y]);
  const { end } = useFirstDrawing();
  const isDrawn = projection !== null;
  useEffect(() => {
    if (isDrawn) end();
  }, [isDrawn, end]);
  return (
    <figure
      className={classes.figure}
      ref={ref}
      aria-label={label}
      data-caption={isFigure ? undefined : props.caption}
      data-figure={isFigure || undefined}
    >
      {projection && (
        <Surface className={classes.chart ?? ""} width={width} height={height}>
          <AxisOfX projection={projection} text={xText} stripHeight={strip.height} isFigure={isFigure} />
          <AxisOfY projection={projection} isFigure={isFigure} />
          <PlotArea
            {...props}
            projection={projection}
            strip={strip}
            xTitle={shownText === "whole" ? xText.title : ""}
            host={host}
          />
        </Surface>
      )}
    </figure>
  );
}

/** What fits between the margins of A4 and of US Letter, in CSS pixels. */
const PAPER = { width: 680, height: 420 } as const;

type PlotAreaProps<Target extends Pixel> = ChartFrameProps<Target> & {
  projection: Projection;
  strip: Strip;
  xTitle: string;
  host: HTMLElement | null;
};

function PlotArea<Target extends Pixel>(props: PlotAreaProps<Target>) {
  const { projection, strip, xAxis, xTitle, crosshair, hover, host, onZoom, children } = props;
  const clipId = useId();
  const isFigure = useIsFigure();
  const yTitle = isFigure ? (props.caption ?? props.yTitle) : props.yTitle;
  const { plot } = projection;
  return (
    <g>
      <defs>
        <clipPath id={clipId}>
          <rect x={plot.x} y={plot.y - 2} width={plot.width} height={plot.height + strip.height + 2} />
        </clipPath>
        <clipPath id={`${clipId}plot`}>
          <rect x={plot.x} y={plot.y - 2} width={plot.width} height={plot.height + 2} />
        </clipPath>
      </defs>
      {children({ projection, clipPath: `url(#${clipId})`, plotClip: `url(#${clipId}plot)`, host })}
      <AxisTitles plot={plot} xTitle={xTitle} yTitle={yTitle} strip={strip} />
      {isFigure ? (
        <rect className={classes.box} x={plot.x} y={plot.y} width={plot.width} height={plot.height} />
      ) : (
        <g data-picture="none">
          <HoverLayer
            hover={hover}
            projection={projection}
            xAxis={xAxis}
            stripHeight={strip.height}
            crosshair={crosshair}
            host={host}
            onZoom={onZoom}
          />
        </g>
      )}
    </g>
  );
}
