"use client";

import { type PointerEvent, useState } from "react";
import { createPortal } from "react-dom";
import { HoverCard, type HoverText } from "./hover-card";
import classes from "./hover-layer.module.css";
import { draggedRange, type Pixel, type Plot, type Projection } from "./prepare-projection";
import type { XAxis } from "./prepare-x-axis";

/** The hover of a chart: the point to snap to, its text, and what a click on it does. */
export type Hover<Target extends Pixel> = {
  find: (pointer: Pixel, projection: Projection) => Target | null;
  describe: (target: Target) => HoverText;
  choose: (target: Target) => void;
};

type HoverLayerProps<Target extends Pixel> = {
  hover: Hover<Target>;
  projection: Projection;
  xAxis: XAxis;
  /** The strip under the axis shares the crosshair. */
  stripHeight: number;
  /** Where the card is put: over the drawing, not into it. */
  host: HTMLElement | null;
  onZoom: (from: number, to: number) => void;
};

type Pointer = { at: Pixel; pressedX: number | null };

/**
 * What follows the pointer, and nothing else is drawn for it. Recharts snaps its tooltip to one x across all lines and draws the
 * chart again; here the nearest line is wanted, at thirty frames a second over twenty lines.
 */
export function HoverLayer<Target extends Pixel>(props: HoverLayerProps<Target>) {
  const { hover, projection, stripHeight, host } = props;
  const { plot } = projection;
  const { drag, target, handlers } = usePointer(props);
  const text = target && hover.describe(target);
  return (
    <>
      {drag && <DragRange {...drag} plot={plot} />}
      {target && text && <Crosshair at={target} colour={text.colour} plot={plot} stripHeight={stripHeight} />}
      <rect
        className={classes.catcher}
        x={plot.x}
        y={plot.y}
        width={plot.width}
        height={plot.height + stripHeight}
        {...handlers}
      />
      {target && text && host && createPortal(<HoverCard at={target} text={text} plot={plot} />, host)}
    </>
  );
}

function usePointer<Target extends Pixel>({ hover, projection, xAxis, onZoom }: HoverLayerProps<Target>) {
  const [pointer, setPointer] = useState<Pointer | null>(null);
  const rangeTo = (pressedX: number | null, x: number) =>
    pressedX === null ? null : draggedRange(projection, xAxis, pressedX, x);
  const range = pointer && rangeTo(pointer.pressedX, pointer.at.x);
  const target = pointer && !range ? hover.find(pointer.at, projection) : null;
  const drag = range && pointer ? { fromX: pointer.pressedX ?? 0, toX: pointer.at.x } : null;

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
    const pressedX = pointer?.pressedX ?? null;
    setPointer({ at, pressedX: null });
    if (pressedX === null) return;
    const chosen = rangeTo(pressedX, at.x);
    if (chosen) return onZoom(chosen.from, chosen.to);
    const clicked = hover.find(at, projection);
    if (clicked) hover.choose(clicked);
  };
  const leave = () => setPointer(null);
  const handlers = {
    onPointerDown: press,
    onPointerMove: move,
    onPointerUp: release,
    onPointerLeave: leave,
    onPointerCancel: leave,
  };
  return { drag, target, handlers };
}

function pixelOf({ currentTarget, clientX, clientY }: PointerEvent<SVGRectElement>): Pixel {
  const box = currentTarget.ownerSVGElement?.getBoundingClientRect();
  return { x: clientX - (box?.left ?? 0), y: clientY - (box?.top ?? 0) };
}

type CrosshairProps = { at: Pixel; colour: string; plot: Plot; stripHeight: number };

function Crosshair({ at, colour, plot, stripHeight }: CrosshairProps) {
  return (
    <g pointerEvents="none">
      <path className={classes.crosshair} d={`M${at.x},${plot.y}V${plot.y + plot.height + stripHeight}`} />
      <circle className={classes.dot} cx={at.x} cy={at.y} r={4.5} fill={colour} />
    </g>
  );
}

type DragRangeProps = { fromX: number; toX: number; plot: Plot };

function DragRange({ fromX, toX, plot }: DragRangeProps) {
  const clamp = (x: number) => Math.min(plot.x + plot.width, Math.max(plot.x, x));
  const [left, right] = [clamp(Math.min(fromX, toX)), clamp(Math.max(fromX, toX))];
  return <rect className={classes.drag} x={left} y={plot.y} width={right - left} height={plot.height} />;
}
