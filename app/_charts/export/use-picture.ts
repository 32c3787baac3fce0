"use client";

import { type RefObject, useEffect, useRef, useState } from "react";
import { GROUNDS } from "../groups/style/group-style";
import type { ChartPicture } from "./chart-picture";
import { composePicture, type Picture } from "./compose-picture";
import { figureStyle } from "./prepare-figure-styles";
import { colourAt, hasDrawing, inLightColours, readLegend, readPanels, readScale } from "./read-drawing";

export const FIGURE_SIZES = {
  "85": { widthMm: 85, style: { width: 321, height: 240 } },
  "180": { widthMm: 180, style: { width: 680, height: 400 } },
} as const;
/** As the screen has it, or a figure of so many mm. */
export type Size = "screen" | keyof typeof FIGURE_SIZES;
export const isSize = (value: string): value is Size => value === "screen" || Object.hasOwn(FIGURE_SIZES, value);

type Options = {
  picture: ChartPicture;
  description: string;
  size: Size;
  /** The chart on the page, or the sheet that it is drawn on for this size. */
  host: RefObject<Element | null>;
  /** Whether that is the page, which goes on. */
  isOnPage: boolean;
};

/** The picture of what is drawn in an element; null until it is drawn. */
export function usePicture({ picture, description, size, host: drawnIn, isOnPage }: Options): Picture | null {
  const [made, setMade] = useState<{ size: Size; picture: Picture | null } | null>(null);
  const onScreen = useRef<Picture | null>(null);
  useEffect(() => {
    const host = drawnIn.current;
    if (!host) return undefined;
    const make = () => setMade({ size, picture: pictureOf(host, picture, description, size) });
    if (isOnPage) {
      // Read once: the page goes on, and the numbers that leave with the picture do not.
      onScreen.current ??= pictureOf(host, picture, description, size);
      setMade({ size, picture: onScreen.current });
      return undefined;
    }
    let frame = 0;
    const soon = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(make);
    };
    // A figure is drawn in steps: first its size is measured.
    const observer = new MutationObserver(soon);
    observer.observe(host, { subtree: true, childList: true, attributes: true, characterData: true });
    soon();
    return () => {
      observer.disconnect();
      cancelAnimationFrame(frame);
    };
  }, [picture, description, size, drawnIn, isOnPage]);
  return made?.size === size ? made.picture : null;
}

/** Null while nothing is drawn there. */
function pictureOf(host: Element, picture: ChartPicture, description: string, size: Size): Picture | null {
  if (!hasDrawing(host)) return null;
  const { title, legend = [], scale = null, notes = [] } = picture;
  if (size === "screen") {
    const [ground, ink] = [colourAt("var(--mantine-color-body)"), colourAt("var(--mantine-color-text)")];
    return composePicture({
      ...{ title, description, panels: readPanels(host), legend: readLegend(legend), scale: readScale(scale) },
      ...{ notes, ground, ink, widthMm: null },
    });
  }
  const styled = legend.map(({ name, style }, place) => ({ name, style: figureStyle(style, place) }));
  return inLightColours(() =>
    composePicture({
      ...{ title, description, panels: readPanels(host), legend: readLegend(styled), scale: readScale(scale) },
      ...{ notes: [], ground: GROUNDS.light, ink: "#000000", widthMm: FIGURE_SIZES[size].widthMm },
    }),
  );
}
