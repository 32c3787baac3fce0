"use client";

import { useEffect, useEffectEvent, useState } from "react";
import { type Projection, wheelZoom, type Zoom } from "../prepare-projection";
import { pixelOf } from "./use-pointer";
import type { XAxis } from "../prepare-x-axis";

type WheelOptions = { projection: Projection; xAxis: XAxis; onZoom: (zoom: Zoom | null) => void };

/**
 * With Ctrl or ⌘ the wheel zooms along x, with Shift too the values; alone it scrolls the page. Two fingers that part on a touchpad are a
 * wheel with Ctrl to a browser.
 * @returns a ref for what the pointer is over
 */
export function useWheel({ projection, xAxis, onZoom }: WheelOptions) {
  const [element, setElement] = useState<SVGRectElement | null>(null);
  const turn = useEffectEvent((event: WheelEvent, isContinued: boolean): boolean => {
    if (!(event.ctrlKey || event.metaKey) || !(event.currentTarget instanceof SVGRectElement)) return isContinued;
    event.preventDefault();
    const { currentTarget, clientX, clientY } = event;
    const turned = event.deltaY === 0 ? event.deltaX : event.deltaY; // Shift turns a wheel sideways
    const zoom = wheelZoom(projection, xAxis, {
      at: pixelOf({ currentTarget, clientX, clientY }),
      along: event.shiftKey ? "y" : "x",
      isInwards: turned < 0,
    });
    if (zoom) onZoom({ ...zoom, isContinued });
    return isContinued || zoom !== null;
  });
  useEffect(() => {
    if (!element) return;
    // Until the pointer moves it is one turn, and one step back undoes it.
    let isContinued = false;
    const onWheel = (event: WheelEvent) => {
      isContinued = turn(event, isContinued);
    };
    const onMove = () => {
      isContinued = false;
    };
    // React's own handler could not keep the page from scrolling.
    element.addEventListener("wheel", onWheel, { passive: false });
    element.addEventListener("pointermove", onMove);
    return () => {
      element.removeEventListener("wheel", onWheel);
      element.removeEventListener("pointermove", onMove);
    };
  }, [element]);
  return setElement;
}
