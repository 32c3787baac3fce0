"use client";

import { type ReactNode, useId, useMemo } from "react";
import { Surface } from "recharts";
import { textScale } from "@/app/_components/browser/text-scale";
import { useIsFigure } from "../export/figure";
import { AxisOfX, AxisOfY } from "../frame/axes";
import { AxisTitles } from "../frame/axis-titles";
import type { Domain } from "../frame/prepare-axis";
import type { Projection } from "../frame/prepare-projection";
import type { XAxis } from "../frame/prepare-x-axis";
import { useSize } from "../frame/use-size";
import classes from "./panels-figure.module.css";
import { fittingTitle, type PanelGrid, type PanelPlace, panelGrid } from "./prepare-panel-grid";

type FigurePanel = { key: string; title: string; draw: (projection: Projection) => ReactNode };

type PanelsFigureProps = {
  label: string;
  panels: readonly FigurePanel[];
  /** A path that lies faint behind what each panel shows. */
  behind?: (projection: Projection) => string;
  xAxis: XAxis;
  x: Domain;
  y: Domain;
  yTitle: string;
};

/** So wide are numbers of x, and so high those of y, with what lies between them. */
const PX_PER_TICK = { x: 56, y: 22 } as const;
const INTERVALS = { least: 2, mostOfX: 10, mostOfY: 7 } as const;
/** Marks at the edge of a plot are whole. */
const MARK_PX = 4;

/** What sketches show, as one drawing with axes: panels of one size on one pair of axes, to be made a picture of. */
export function PanelsFigure(props: PanelsFigureProps) {
  const { label, panels } = props;
  const [ref, { width }] = useSize();
  const hasTitles = panels.some(({ title }) => title !== "");
  const grid = useMemo(
    () => panelGrid({ count: panels.length, width, scale: textScale(), hasTitles }),
    [panels.length, width, hasTitles],
  );
  return (
    <figure className={classes.figure} ref={ref} aria-label={label} data-figure={useIsFigure() || undefined}>
      {grid && <Drawing {...props} grid={grid} />}
    </figure>
  );
}

function Drawing({ grid, panels, behind, xAxis, x, y, yTitle }: PanelsFigureProps & { grid: PanelGrid }) {
  const id = useId();
  const { plot, around, width, height } = grid;
  const projection = useMemo(() => ({ plot, x, y }), [plot, x, y]);
  const faint = useMemo(() => behind?.(projection), [behind, projection]);
  const fitting = Math.floor(plot.width / (PX_PER_TICK.x * textScale()));
  const text = xAxis.prepare(x, Math.max(INTERVALS.least, Math.min(INTERVALS.mostOfX, fitting)));
  return (
    <Surface className={classes.drawing ?? ""} width={width} height={height}>
      <defs>
        <clipPath id={id}>
          <rect
            x={plot.x - MARK_PX}
            y={plot.y - MARK_PX}
            width={plot.width + 2 * MARK_PX}
            height={plot.height + 2 * MARK_PX}
          />
        </clipPath>
        {faint && <path id={`${id}behind`} className={classes.behind} d={faint} />}
      </defs>
      {grid.panels.map((place, index) => {
        const panel = panels[index];
        return (
          panel && (
            <g key={panel.key} data-panel={panel.title} transform={`translate(${place.left},${place.top})`}>
              <Panel panel={panel} place={place} projection={projection} text={text} clipPath={`url(#${id})`}>
                {faint && <use href={`#${id}behind`} />}
              </Panel>
            </g>
          )
        );
      })}
      <AxisTitles plot={around} xTitle={text.title} yTitle={yTitle} />
    </Surface>
  );
}

type PanelProps = {
  panel: FigurePanel;
  place: PanelPlace;
  projection: Projection;
  text: ReturnType<XAxis["prepare"]>;
  clipPath: string;
  children: ReactNode;
};

function Panel({ panel, place, projection, text, clipPath, children }: PanelProps) {
  const isFigure = useIsFigure();
  const { x, y, width, height } = projection.plot;
  const intervals = Math.floor(height / (PX_PER_TICK.y * textScale()));
  return (
    <>
      <AxisOfX
        projection={projection}
        text={place.hasXText ? text : { ...text, textOf: () => "" }}
        stripHeight={0}
        isFigure={isFigure}
      />
      <AxisOfY
        projection={projection}
        isFigure={isFigure}
        intervals={Math.max(INTERVALS.least, Math.min(INTERVALS.mostOfY, intervals))}
        hasText={place.hasYText}
      />
      <g clipPath={clipPath}>
        {children}
        {panel.draw(projection)}
      </g>
      {isFigure && <rect className={classes.box} x={x} y={y} width={width} height={height} />}
      <text className={classes.title} x={x} y={y - 6}>
        {fittingTitle(panel.title, width)}
      </text>
    </>
  );
}
