"use client";

import { type KeyboardEvent, useState } from "react";
import { createPortal } from "react-dom";
import type { KeyboardTarget } from "./hover";
import type { HoverText } from "./hover-card";
import { Pointed } from "./pointed";
import classes from "./hover-layer.module.css";
import { type Pixel, type Projection, wheelZoom, type Zoom } from "../prepare-projection";
import type { XAxis } from "../prepare-x-axis";

type KeyboardCursorProps<Target extends Pixel> = {
  keys: KeyboardTarget<Target>;
  hover: { describe: (target: Target) => HoverText; placeOf?: (target: Target) => number };
  projection: Projection;
  xAxis: XAxis;
  stripHeight: number;
  host: HTMLElement;
  onZoom: (zoom: Zoom | null) => void;
};

/** The chart as a stop of the tab key: arrows go along its lines and between them, + and − zoom, 0 goes back. */
export function KeyboardCursor<Target extends Pixel>(props: KeyboardCursorProps<Target>) {
  const { keys, hover, projection, xAxis, stripHeight, host, onZoom } = props;
  const { plot } = projection;
  const [isFocused, setIsFocused] = useState(false);
  const target = keys.at(projection);
  const text = target && hover.describe(target);
  const zoomBy = (isInwards: boolean) => {
    const at = target ?? { x: plot.x + plot.width / 2, y: plot.y };
    const zoom = wheelZoom(projection, xAxis, { at, along: "x", isInwards });
    if (zoom) onZoom(zoom);
  };
  const acts = new Map([
    ["ArrowUp", () => keys.onLine(-1)],
    ["ArrowDown", () => keys.onLine(1)],
    ["+", () => zoomBy(true)],
    ["-", () => zoomBy(false)],
    ["0", () => onZoom(null)],
  ]);
  const onKeyDown = (event: KeyboardEvent) => {
    const act = event.ctrlKey || event.altKey || event.metaKey ? undefined : acts.get(event.key);
    if (!act) return;
    event.preventDefault();
    act();
  };
  const [low, high] = projection.x;
  const now = target && hover.placeOf ? hover.placeOf(target) : low;
  return (
    <>
      {isFocused && <Pointed target={target} text={text} plot={plot} stripHeight={stripHeight} host={host} />}
      {createPortal(
        <div
          className={classes.cursor}
          style={{ left: plot.x, top: plot.y, width: plot.width, height: plot.height + stripHeight }}
          role="slider"
          data-shares-keys
          tabIndex={0}
          aria-label={keys.label}
          aria-valuemin={low}
          aria-valuemax={high}
          aria-valuenow={now}
          aria-valuetext={text ? spoken(text) : "nothing to point at"}
          onFocus={() => setIsFocused(true)}
          onBlur={() => setIsFocused(false)}
          onKeyDown={onKeyDown}
        />,
        host,
      )}
    </>
  );
}

const spoken = ({ title, rows }: HoverText) =>
  [title, ...rows.map(({ label, value }) => `${label} ${value}`)].join(", ");
