"use client";

import { memo, useMemo } from "react";
import { ChartFrame } from "../frame/chart-frame";
import { requestedDomain, type Domain, extendValueDomain } from "../frame/prepare-axis";
import { linePath } from "../frame/prepare-line";
import { titleOver } from "../frame/prepare-numbers";
import type { Pixel, Projection, Zoom } from "../frame/prepare-projection";
import { quantityAxis, type XAxis } from "../frame/prepare-x-axis";
import { useSteadyDomain } from "../frame/use-domains";
import classes from "./curves-chart.module.css";
import {
  type CurveTarget,
  curveText,
  type Family,
  type FamilyCurve,
  familyExtent,
  type FamilyKind,
  nearestPoint,
} from "./prepare-curves";
import { viridisOfScheme } from "./viridis";

type Ends = { from: number | null; to: number | null };

export type CurvesPlotProps = {
  /** What is shown, in one string: another one lets the axes start anew. */
  viewKey: string;
  family: Family;
  kind: FamilyKind | "overTime";
  /** Drawn above the others: it may lie between those that were chosen evenly. */
  chosen: readonly FamilyCurve[];
  /** Of other cells, behind all of these; the last ones of the middle one. */
  peers: readonly FamilyCurve[];
  /** What was zoomed to, in the units shown. */
  zoomed: { x: Ends; y: Ends };
  /** Where x is no plain quantity. */
  xAxis?: XAxis;
  /** What stands under the axis of x: where plots lie above each other, the last one says it for all. */
  xText?: "whole" | "none";
  onChoose: (cycle: number) => void;
  onZoom: (zoom: Zoom | null) => void;
};

/** The axes of a family of curves, and the curves on them. */
export const CurvesPlot = memo(function CurvesPlot(props: CurvesPlotProps) {
  const { xText = "whole", onZoom } = props;
  const { x, y, xAxis, label, yTitle } = useCurveAxes(props);
  const hover = useHover(props);
  return (
    <ChartFrame label={label} xAxis={xAxis} x={x} y={y} yTitle={yTitle} xText={xText} hover={hover} onZoom={onZoom}>
      {({ projection, plotClip }) => <Curves {...props} projection={projection} clipPath={plotClip} />}
    </ChartFrame>
  );
});

/** What the axes of a family show. */
export function useCurveAxes({ viewKey, family, kind, peers, zoomed, xAxis: given }: Omit<CurvesPlotProps, "xText">) {
  const extent = useMemo(() => familyExtent([...family.curves, ...peers], kind), [family, peers, kind]);
  const grownX = useSteadyDomain(`${viewKey} x ${family.x.unit}`, extent.x, given?.extend ?? extendValueDomain);
  const grownY = useSteadyDomain(`${viewKey} y ${family.y.unit}`, extent.y, extendValueDomain);
  const x: Domain = useMemo(() => requestedDomain(grownX, zoomed.x), [grownX, zoomed.x]);
  const y: Domain = useMemo(() => requestedDomain(grownY, zoomed.y), [grownY, zoomed.y]);
  const xTitle = titleOver(family.x.label, family.x.unit);
  const xAxis = useMemo(() => given ?? quantityAxis(xTitle), [given, xTitle]);
  const yTitle = titleOver(family.y.label, family.y.unit);
  return { x, y, xAxis, xTitle, yTitle, label: `${yTitle} over ${xTitle}` };
}

function useHover({ family, chosen, peers, onChoose }: CurvesPlotProps) {
  return useMemo(() => {
    const all = [...family.curves, ...chosen, ...peers];
    return {
      find: (pointer: Pixel, projection: Projection) => nearestPoint(all, pointer, projection),
      describe: (target: CurveTarget) => ({
        ...curveText(target, family),
        colour: target.curve.peer ? PEER_COLOUR : viridisOfScheme(target.curve.share),
      }),
      choose: ({ curve }: CurveTarget) => onChoose(curve.cycle),
    };
  }, [family, chosen, peers, onChoose]);
}

const PEER_COLOUR = "var(--mantine-color-dimmed)";

type CurvesProps = Pick<CurvesPlotProps, "family" | "chosen" | "peers"> & { projection: Projection; clipPath: string };

const Curves = memo(function Curves({ family, chosen, peers, projection, clipPath }: CurvesProps) {
  const front = peers.length > 0 ? "peers" : chosen.length > 0 ? "chosen" : undefined;
  return (
    <g clipPath={clipPath} data-front={front} className={classes.curves}>
      {family.curves.map((curve) => (
        <path
          key={curve.key}
          className={classes.curve}
          data-cycle={curve.cycle}
          data-mode={curve.mode}
          style={{ stroke: viridisOfScheme(curve.share) }}
          d={linePath(curve, projection)}
        />
      ))}
      {peers.map((curve) => (
        <path
          key={curve.key}
          className={classes.peer}
          data-peer={curve.peer?.cell}
          data-middle={curve.peer?.isMiddle || undefined}
          d={linePath(curve, projection)}
        />
      ))}
      {chosen.map((curve) => (
        <path
          key={`chosen ${curve.key}`}
          className={classes.chosen}
          data-chosen={curve.cycle}
          d={linePath(curve, projection)}
        />
      ))}
    </g>
  );
});
