"use client";

import { type ReactNode, useRef } from "react";
import classes from "./chart-export.module.css";
import type { ChartPicture } from "./chart-picture";
import { ExportButton } from "./export-button";
import { useIsFigure } from "./figure";

type ChartExportProps = {
  picture: ChartPicture;
  /** What pictures are made of where the chart itself is a sketch without axes. */
  figure?: ReactNode;
  children: ReactNode;
};

/** A chart, with the button that makes a picture, a table or a link of it. */
export function ChartExport({ picture, figure, children }: ChartExportProps) {
  const content = useRef<HTMLDivElement>(null);
  const isFigure = useIsFigure();
  if (isFigure) return children;
  return (
    <div className={classes.host}>
      <div className={classes.content} ref={content}>
        {children}
      </div>
      <ExportButton className={classes.open} picture={picture} chart={children} figure={figure} shown={content} />
    </div>
  );
}
