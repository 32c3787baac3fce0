"use client";

import { SegmentedControl } from "@mantine/core";
import { useMemo, useState } from "react";
import type { CycleRange } from "@/app/_charts/cell-metrics/prepare-metric-series";
import { MetricPanels } from "@/app/_charts/cell-metrics/metric-panels";
import { CurvesChart } from "@/app/_charts/curves/curves-chart";
import { FAMILY_MODES, type FamilyMode, prepareFamily } from "@/app/_charts/curves/prepare-curves";
import { titleOver } from "@/app/_charts/frame/prepare-numbers";
import { elapsedScale } from "@/app/_charts/time-series/time-scale";
import { TimeSeriesChart, type TimeWindow } from "@/app/_charts/time-series/time-series-chart";
import { METRICS, type MetricName } from "@/server/domain/cycles/metrics";
import { wholeOf } from "../cells/[cellName]/_charts/prepare-time-view";
import type { Scratch } from "./prepare-scratch";
import classes from "./scratch-page.module.css";

type ScratchChartsProps = { name: string; scratch: Scratch; timeZone: string };

const PANELS: readonly MetricName[] = ["dischargeCapacityAh", "coulombicEfficiency", "meanDischargeVoltageV"];
const WHOLE = { from: null, to: null };
const WHOLE_CURVES = { x: WHOLE, y: WHOLE };
const MODES = { discharge: "Discharge", charge: "Charge", both: "Both" } as const;
const NONE: [] = [];

/** The charts of a cell's page, of a test that no lab has. */
export function ScratchCharts({ name, scratch: { found, curves, points }, timeZone }: ScratchChartsProps) {
  const [range, setRange] = useState<CycleRange>(WHOLE);
  const [chosen, setChosen] = useState<number | null>(null);
  const [mode, setMode] = useState<FamilyMode>("discharge");
  const [window, setWindow] = useState<TimeWindow>({ fromMs: null, toMs: null });
  const shown = useMemo(() => PANELS.filter((metric) => found.metrics[metric] !== undefined), [found]);
  const family = useMemo(
    () => prepareFamily(mode === "both" ? curves : curves.filter((curve) => curve.mode === mode), "vq", mode),
    [curves, mode],
  );
  const inFront = useMemo(
    () => (chosen === null ? NONE : family.curves.filter(({ cycle }) => cycle === chosen)),
    [family, chosen],
  );
  const whole = useMemo(() => wholeOf(found.cycles), [found]);
  const scale = useMemo(() => elapsedScale(points.time[0] ?? 0), [points]);
  return (
    <>
      <div className={classes.pair}>
        <MetricPanels
          {...{ name, found, shown, chosen, regions: NONE }}
          from={range.from}
          to={range.to}
          onChoose={setChosen}
          onRange={setRange}
          titleOf={(metric, unit) => titleOver(METRICS[metric].label, unit)}
        />
        <div className={classes.curves}>
          <SegmentedControl
            size="xs"
            aria-label="Direction"
            value={mode}
            data={[...FAMILY_MODES].reverse().map((value) => ({ value, label: MODES[value] }))}
            onChange={setMode}
          />
          {family.curves.length > 0 && (
            <CurvesChart
              {...{ name, family, kind: "vq", viewKey: mode, chosen: inFront, chosenCycle: chosen, peers: NONE }}
              label={`Voltage profiles, ${MODES[mode].toLowerCase()}`}
              zoomed={WHOLE_CURVES}
              onChoose={setChosen}
              onZoom={ignore}
            />
          )}
        </div>
      </div>
      <TimeSeriesChart
        {...{ name, points, scale, timeZone, window, chosen, regions: NONE, wholeMs: whole }}
        viewKey={`${window.fromMs}`}
        cycles={found.cycles}
        onWindow={setWindow}
      />
    </>
  );
}

const ignore = () => {};
