"use client";

import type { ReactNode } from "react";
import { createPortal } from "react-dom";
import classes from "./pointer/hover-layer.module.css";

type MarksAboveProps = {
  /** The element that holds the drawing, at the same place. */
  host: HTMLElement | null;
  /** Whether they lie below the marks of the pointer itself. */
  isLow?: boolean;
  children: ReactNode;
};

/**
 * Marks over a drawing, in one of their own: those that go with the pointer let nothing below them be painted anew, and twenty-four lines over
 * a thousand cycles take longer to paint than a frame lasts.
 */
export function MarksAbove({ host, isLow, children }: MarksAboveProps) {
  if (!host) return null;
  return createPortal(
    <svg className={classes.above} data-low={isLow} aria-hidden="true">
      {children}
    </svg>,
    host,
  );
}
