"use client";

import type { ReactNode } from "react";
import { createPortal } from "react-dom";
import classes from "./hover-layer.module.css";

/**
 * Marks over a drawing, in one of their own: those that go with the pointer let nothing below them be painted anew, and twenty-four lines over
 * a thousand cycles take longer to paint than a frame lasts.
 * @param props.host the element that holds the drawing, at the same place
 */
export function MarksAbove({ host, children }: { host: HTMLElement | null; children: ReactNode }) {
  if (!host) return null;
  return createPortal(
    <svg className={classes.above} aria-hidden="true">
      {children}
    </svg>,
    host,
  );
}
