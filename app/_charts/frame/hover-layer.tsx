"use client";

import { type PointerEvent, useState } from "react";
import { createPortal } from "react-dom";
import { HoverCard, type HoverText } from "./hover-card";
import classes from "./hover-layer.module.css";
import { draggedZoom, type Pixel, type Plot, type Projection, type Zoom } from "./prepare-projection";
import type { XAxis } from "./prepare-x-axis";

/** The hover of a chart: the point to snap to, its text, and what a click on it does. */
export type Hover<Target extends Pixel> = {
  find: (pointer: Pixel, projection: Projection) => Target | null;
  describe: (target: Target) => HoverText;
  choose: (target: Target) => void;
  /** The pointer came near a target, not only on its side of the chart; null: it left. */
  approach?: (target: Target | null) => void;
  /** The pointer moved, and what it found; null: it left. For what follows it outside of the chart. */
  follow?: (target: Target | null) => void;
};

type HoverLayerProps<Target extends Pixel> = {
  hover: Hover<Target>;
  projection: Projection;
  xAxis: XAxis;
  /** The strip under the axis shares the crosshair. */
  stripHeight: number;
  /** Where the card is put: over the drawing, not into it. */
  host: HTMLElement | null;
  /** A range was dragged over; null: a double click, back to the whole. */
  onZoom: (zoom: Zoom | null) => void;
};

/** As near as the pointer must be to what it means. */
const NEAR_PX = 24;

type Pointer = { at: Pixel; pressed: Pixel | null };

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
  const zoomTo = (pressed: Pixel | null, at: Pixel) => pressed && draggedZoom(projection, xAxis, pressed, at);
  const zoom = pointer && zoomTo(pointer.pressed, pointer.at);
  const target = pointer && !zoom ? hover.find(pointer.at, projection) : null;
  const drag = zoom && pointer?.pressed ? { axis: zoom.axis, from: pointer.pressed, to: pointer.at } : null;

  const press = (event: PointerEvent<SVGRectElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const at = pixelOf(event);
    setPointer({ at, pressed: at });
  };
  const move = (event: PointerEvent<SVGRectElement>) => {
    const at = pixelOf(event);
    setPointer((before) => ({ at, pressed: before?.pressed ?? null }));
    const found = hover.find(at, projection);
    hover.approach?.(nearOf(found, at));
    hover.follow?.(found);
  };
  const release = (event: PointerEvent<SVGRectElement>) => {
    const at = pixelOf(event);
    const pressed = pointer?.pressed ?? null;
    setPointer({ at, pressed: null });
    if (pressed === null) return;
    const chosen = zoomTo(pressed, at);
    if (chosen) return onZoom(chosen);
    const clicked = hover.find(at, projection);
    if (clicked) hover.choose(clicked);
  };
  const leave = () => {
    setPointer(null);
    hover.approach?.(null);
    hover.follow?.(null);
  };
  const handlers = {
    onPointerDown: press,
    onPointerMove: move,
    onPointerUp: release,
    onDoubleClick: () => onZoom(null),
    onPointerLeave: leave,
    onPointerCancel: leave,
  };
  return { drag, target, handlers };
}

const nearOf = <Target extends Pixel>(target: Target | null, at: Pixel) =>
  target && Math.hypot(target.x - at.x, target.y - at.y) <= NEAR_PX ? target : null;

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

type DragRangeProps = { axis: Zoom["axis"]; from: Pixel; to: Pixel; plot: Plot };

/** The dragged range over the whole of the other axis. */
function DragRange({ axis, from, to, plot }: DragRangeProps) {
  const clampX = (x: number) => Math.min(plot.x + plot.width, Math.max(plot.x, x));
  const clampY = (y: number) => Math.min(plot.y + plot.height, Math.max(plot.y, y));
  const [left, right] =
    axis === "x" ? [clampX(Math.min(from.x, to.x)), clampX(Math.max(from.x, to.x))] : [plot.x, plot.x + plot.width];
  const [top, bottom] =
    axis === "y" ? [clampY(Math.min(from.y, to.y)), clampY(Math.max(from.y, to.y))] : [plot.y, plot.y + plot.height];
  return <rect className={classes.drag} x={left} y={top} width={right - left} height={bottom - top} />;
}
