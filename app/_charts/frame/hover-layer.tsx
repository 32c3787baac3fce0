"use client";

import { type PointerEvent, useState } from "react";
import { createPortal } from "react-dom";
import type { MetricDescription } from "@/server/domain/cycles/metrics";
import { HoverCard } from "./hover-card";
import classes from "./hover-layer.module.css";
import { type HoverTarget, nearestTarget } from "./prepare-hover";
import { draggedRange, type Projection } from "./prepare-projection";
import type { RunningMark } from "../groups/prepare-running";
import type { PreparedSeries } from "../groups/prepare-series";

export type HoverLayerProps = {
  series: readonly PreparedSeries[];
  running: readonly RunningMark[];
  projection: Projection;
  metric: MetricDescription;
  colourOf: (groupKey: string) => string;
  /** The strip of counts under the plot shares the crosshair. */
  stripHeight: number;
  /** Where the card is put: over the drawing, not into it. */
  host: HTMLElement | null;
  onChoose: (groupKey: string, cycle: number) => void;
  onZoom: (from: number, to: number) => void;
};

type Pixel = { x: number; y: number };
type Pointer = { at: Pixel; pressedX: number | null };

/**
 * What follows the pointer, and nothing else is drawn for it. Recharts snaps its tooltip to a cycle across all lines and draws the
 * chart anew; here the nearest line is wanted, at thirty frames a second over twenty lines.
 */
export function HoverLayer(props: HoverLayerProps) {
  const { series, running, projection, stripHeight, host, onChoose, onZoom } = props;
  const { plot } = projection;
  const [pointer, setPointer] = useState<Pointer | null>(null);
  const drag = pointer?.pressedX === null || !pointer ? null : draggedRange(projection, pointer.pressedX, pointer.at.x);
  const target = pointer && !drag ? nearestTarget(series, running, pointer.at, projection) : null;

  const press = (event: PointerEvent<SVGRectElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const at = pixelOf(event);
    setPointer({ at, pressedX: at.x });
  };
  const move = (event: PointerEvent<SVGRectElement>) => {
    const at = pixelOf(event);
    setPointer((before) => ({ at, pressedX: before?.pressedX ?? null }));
  };
  const release = (event: PointerEvent<SVGRectElement>) => {
    const at = pixelOf(event);
    const isPressed = pointer !== null && pointer.pressedX !== null;
    setPointer({ at, pressedX: null });
    if (!isPressed) return;
    const range = draggedRange(projection, pointer.pressedX ?? at.x, at.x);
    if (range) onZoom(range.from, range.to);
    else chooseNearest(nearestTarget(series, running, at, projection), onChoose);
  };
  return (
    <>
      {drag && pointer && <DragRange fromX={pointer.pressedX ?? 0} toX={pointer.at.x} projection={projection} />}
      {target && (
        <Crosshair target={target} projection={projection} stripHeight={stripHeight} colourOf={props.colourOf} />
      )}
      <rect
        className={classes.catcher}
        x={plot.x}
        y={plot.y}
        width={plot.width}
        height={plot.height + stripHeight}
        onPointerDown={press}
        onPointerMove={move}
        onPointerUp={release}
        onPointerLeave={() => setPointer(null)}
        onPointerCancel={() => setPointer(null)}
      />
      {target && host && createPortal(<HoverCard target={target} {...props} />, host)}
    </>
  );
}

function chooseNearest(target: HoverTarget | null, onChoose: HoverLayerProps["onChoose"]): void {
  if (target?.kind === "mean") onChoose(target.series.key, target.series.cycle[target.index] ?? 0);
}

function pixelOf({ currentTarget, clientX, clientY }: PointerEvent<SVGRectElement>): Pixel {
  const box = currentTarget.ownerSVGElement?.getBoundingClientRect();
  return { x: clientX - (box?.left ?? 0), y: clientY - (box?.top ?? 0) };
}

type CrosshairProps = Pick<HoverLayerProps, "projection" | "stripHeight" | "colourOf"> & { target: HoverTarget };

function Crosshair({ target, projection: { plot }, stripHeight, colourOf }: CrosshairProps) {
  const colour = colourOf(target.kind === "mean" ? target.series.key : target.mark.groupKey);
  return (
    <g pointerEvents="none">
      <path className={classes.crosshair} d={`M${target.x},${plot.y}V${plot.y + plot.height + stripHeight}`} />
      <circle className={classes.dot} cx={target.x} cy={target.y} r={4.5} fill={colour} />
    </g>
  );
}

type DragRangeProps = { fromX: number; toX: number; projection: Projection };

function DragRange({ fromX, toX, projection: { plot } }: DragRangeProps) {
  const clamp = (x: number) => Math.min(plot.x + plot.width, Math.max(plot.x, x));
  const [left, right] = [clamp(Math.min(fromX, toX)), clamp(Math.max(fromX, toX))];
  return <rect className={classes.drag} x={left} y={plot.y} width={right - left} height={plot.height} />;
}
