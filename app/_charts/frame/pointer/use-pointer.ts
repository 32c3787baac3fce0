"use client";

import { type PointerEvent, useState } from "react";
import type { Hover } from "./hover";
import { draggedZoom, type Pixel, type Projection, type Zoom } from "../prepare-projection";
import type { XAxis } from "../prepare-x-axis";

/** As near as the pointer must be to what it means. */
const NEAR_PX = 24;

type PointerOptions<Target extends Pixel> = {
  hover: Hover<Target>;
  projection: Projection;
  xAxis: XAxis;
  onZoom: (zoom: Zoom | null) => void;
  /** Where on x the pointer's target stands; null: it has none. */
  onPlace: (x: number | null) => void;
};
type Pointer = { at: Pixel; pressed: Pixel | null };

/** Where the pointer is, what it means, and what it drags over. */
export function usePointer<Target extends Pixel>(options: PointerOptions<Target>) {
  const { hover, projection, xAxis, onZoom, onPlace } = options;
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
    onPlace(found && hover.placeOf ? hover.placeOf(found) : null);
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
    onPlace(null);
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

/** Where in the drawing an event is. */
export function pixelOf(event: { currentTarget: SVGRectElement; clientX: number; clientY: number }): Pixel {
  const box = event.currentTarget.ownerSVGElement?.getBoundingClientRect();
  return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
}
