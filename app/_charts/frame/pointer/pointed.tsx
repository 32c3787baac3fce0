"use client";

import { createPortal } from "react-dom";
import { CrosshairMark } from "./crosshair-mark";
import { HoverCard, type HoverText } from "./hover-card";
import { MarksAbove } from "../marks-above";
import type { Pixel, Plot } from "../prepare-projection";

type PointedProps = {
  target: Pixel | null;
  text: HoverText | null;
  plot: Plot;
  stripHeight: number;
  host: HTMLElement | null;
};

/** The point that is meant, marked in the drawing, with its card over it; nothing where there is none. */
export function Pointed({ target, text, plot, stripHeight, host }: PointedProps) {
  if (!target || !text) return null;
  return (
    <>
      <MarksAbove host={host}>
        <CrosshairMark at={target} colour={text.colour} plot={plot} stripHeight={stripHeight} />
      </MarksAbove>
      {host && createPortal(<HoverCard at={target} text={text} plot={plot} />, host)}
    </>
  );
}
