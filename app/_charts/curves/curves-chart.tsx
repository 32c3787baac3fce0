"use client";

import { memo, useMemo } from "react";
import { ChartFrame } from "../frame/chart-frame";
import { KeyboardArea } from "../frame/keyboard-area";
import { askedDomain, type Domain, extendValueDomain } from "../frame/prepare-axis";
import { linePath } from "../frame/prepare-line";
import type { Pixel, Projection, Zoom } from "../frame/prepare-projection";
import { quantityAxis } from "../frame/prepare-x-axis";
import { useSteadyDomain } from "../frame/use-domains";
import { ColourBar } from "./colour-bar";
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

type CurvesChartProps = {
  /** What is shown, in one string: another one lets the axes start anew. */
  viewKey: string;
  label: string;
  family: Family;
  kind: FamilyKind;
  /** Drawn above the others: it may lie between those that were chosen evenly. */
  chosen: readonly FamilyCurve[];
  chosenCycle: number | null;
  /** What was zoomed to, in the units shown. */
  zoomed: { x: Ends; y: Ends };
  onChoose: (cycle: number) => void;
  onZoom: (zoom: Zoom | null) => void;
};

/** A family of curves over cycles, coloured by cycle. */
export const CurvesChart = memo(function CurvesChart(props: CurvesChartProps) {
  const { label, family, chosenCycle, onZoom } = props;
  const { x, y, xAxis, xTitle, yTitle } = useAxes(props);
  const hover = useHover(props);
  const showAll = () => onZoom(null);
  return (
    <KeyboardArea
      className={classes.area}
      label={label}
      hint="Left and right go from cycle to cycle, Home shows the whole curves"
      keys={{ Home: showAll }}
      readout={`${family.curves.length} curves${chosenCycle === null ? "" : `, cycle ${chosenCycle} in front`}`}
    >
      <div className={classes.plot}>
        <ChartFrame
          label={`${yTitle} over ${xTitle}`}
          xAxis={xAxis}
          x={x}
          y={y}
          yTitle={yTitle}
          hover={hover}
          onZoom={onZoom}
        >
          {({ projection, plotClip }) => <Curves {...props} projection={projection} clipPath={plotClip} />}
        </ChartFrame>
      </div>
      {family.cycles && <ColourBar cycles={family.cycles} />}
    </KeyboardArea>
  );
});

function useAxes({ viewKey, family, kind, zoomed }: CurvesChartProps) {
  const extent = useMemo(() => familyExtent(family.curves, kind), [family, kind]);
  const grownX = useSteadyDomain(`${viewKey} x ${family.x.unit}`, extent.x, extendValueDomain);
  const grownY = useSteadyDomain(`${viewKey} y ${family.y.unit}`, extent.y, extendValueDomain);
  const x: Domain = useMemo(() => askedDomain(grownX, zoomed.x), [grownX, zoomed.x]);
  const y: Domain = useMemo(() => askedDomain(grownY, zoomed.y), [grownY, zoomed.y]);
  const xTitle = `${family.x.label} / ${family.x.unit}`;
  const xAxis = useMemo(() => quantityAxis(xTitle), [xTitle]);
  const { unit } = family.y;
  return { x, y, xAxis, xTitle, yTitle: `${family.y.label} / ${unit.includes("/") ? `(${unit})` : unit}` };
}

function useHover({ family, chosen, onChoose }: CurvesChartProps) {
  return useMemo(() => {
    const all = [...family.curves, ...chosen];
    return {
      find: (pointer: Pixel, projection: Projection) => nearestPoint(all, pointer, projection),
      describe: (target: CurveTarget) => ({
        ...curveText(target, family),
        colour: viridisOfScheme(target.curve.share),
      }),
      choose: ({ curve }: CurveTarget) => onChoose(curve.cycle),
    };
  }, [family, chosen, onChoose]);
}

type CurvesProps = Pick<CurvesChartProps, "family" | "chosen"> & { projection: Projection; clipPath: string };

const Curves = memo(function Curves({ family, chosen, projection, clipPath }: CurvesProps) {
  return (
    <g clipPath={clipPath} data-dimmed={chosen.length > 0 || undefined} className={classes.curves}>
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
