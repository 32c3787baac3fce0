"use client";

import { useId, useSyncExternalStore } from "react";
import type { Crosshair } from "./crosshair";
import { CrosshairLine, CrosshairMark } from "./crosshair-mark";
import type { Hover } from "./hover";
import classes from "./hover-layer.module.css";
import { KeyboardCursor } from "./keyboard-cursor";
import { MarksAbove } from "../marks-above";
import { Pointed } from "./pointed";
import { type Pixel, type Plot, type Projection, toX, toY, type Zoom } from "../prepare-projection";
import type { XAxis } from "../prepare-x-axis";
import { usePointer } from "./use-pointer";
import { useWheel } from "./use-wheel";

type HoverLayerProps<Target extends Pixel> = {
  hover: Hover<Target>;
  projection: Projection;
  xAxis: XAxis;
  /** The strip under the axis shares the crosshair. */
  stripHeight: number;
  crosshair?: Crosshair | undefined;
  /** Where the card is put: over the drawing, not into it. */
  host: HTMLElement | null;
  /** A range was dragged over; null: a double click, back to the one before. */
  onZoom: (zoom: Zoom | null) => void;
};

/**
 * What follows the pointer, and nothing else is drawn for it. Recharts snaps its tooltip to one x across all lines and draws the
 * chart again; here the nearest line is wanted, at thirty frames a second over twenty lines.
 */
export function HoverLayer<Target extends Pixel>(props: HoverLayerProps<Target>) {
  const { hover, projection, stripHeight, host, crosshair } = props;
  const { plot } = projection;
  const id = useId();
  const { drag, target, handlers } = usePointer({ ...props, onPlace: (x) => setCrosshair(crosshair, id, x) });
  const wheel = useWheel(props);
  const text = target && hover.describe(target);
  const other = useOtherX(crosshair, id);
  return (
    <>
      {drag && (
        <MarksAbove host={host}>
          <DragRange {...drag} plot={plot} />
        </MarksAbove>
      )}
      {other !== null && !target && (
        <MarksAbove host={host}>
          <PointedElsewhere {...props} place={other} />
        </MarksAbove>
      )}
      <Pointed target={target} text={text} plot={plot} stripHeight={stripHeight} host={host} />
      <rect
        ref={wheel}
        className={classes.catcher}
        x={plot.x}
        y={plot.y}
        width={plot.width}
        height={plot.height + stripHeight}
        {...handlers}
      />
      {hover.keys && host && <KeyboardCursor {...props} keys={hover.keys} host={host} />}
    </>
  );
}

type PointedElsewhereProps<Target extends Pixel> = HoverLayerProps<Target> & { place: number };

/** Where another chart is pointed at, and the value of this one there, if it has one in sight. */
function PointedElsewhere<Target extends Pixel>(props: PointedElsewhereProps<Target>) {
  const { hover, projection, stripHeight, place } = props;
  const { plot, x, y } = projection;
  if (place < x[0] || place > x[1]) return null;
  const at = toX(projection, place);
  const mark = hover.markAt?.(place) ?? null;
  if (mark === null || mark.value < y[0] || mark.value > y[1]) {
    return <CrosshairLine x={at} plot={plot} stripHeight={stripHeight} />;
  }
  const pixel = { x: at, y: toY(projection, mark.value) };
  return <CrosshairMark at={pixel} colour={mark.colour} plot={plot} stripHeight={stripHeight} />;
}

function setCrosshair(crosshair: Crosshair | undefined, by: string, x: number | null) {
  const before = crosshair?.get() ?? null;
  if (before?.x === x && before?.by === by) return;
  // What another chart says stays.
  if (x !== null || before?.by === by) crosshair?.set(x === null ? null : { x, by });
}

const nothing = () => () => {};

/** Where another chart is pointed at; null: nowhere. */
function useOtherX(crosshair: Crosshair | undefined, id: string): number | null {
  const read = () => {
    const now = crosshair?.get() ?? null;
    return now === null || now.by === id ? null : now.x;
  };
  return useSyncExternalStore(crosshair?.subscribe ?? nothing, read, () => null);
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
