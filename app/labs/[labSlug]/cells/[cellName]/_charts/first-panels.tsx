import { metricMarks } from "@/app/_charts/cell-metrics/prepare-metric-marks";
import panels from "@/app/_charts/cell-metrics/metric-panels.module.css";
import { cycleExtent, metricExtent, prepareMetricSeries } from "@/app/_charts/cell-metrics/prepare-metric-series";
import { requestedRange, FirstFrame } from "@/app/_charts/first/first-frame";
import { extendValueDomain } from "@/app/_charts/frame/prepare-axis";
import { metricTitle } from "@/app/_charts/frame/prepare-numbers";
import { metricOfCell } from "@/app/_charts/frame/prepare-unit";
import { CYCLE_AXIS } from "@/app/_charts/frame/prepare-x-axis";
import type { CellCycles } from "@/server/domain/cells/cell-page";
import { METRICS, type MetricName } from "@/server/domain/cycles/metrics";
import type { ToDraw } from "../../../first-data";
import type { CellPageState } from "../cell-page-state";
import { preparePanels } from "./prepare-panels";

type FirstPanelsProps = { cycles: ToDraw<CellCycles>; state: CellPageState };

/** The metrics of a cell as the server draws them, see first-frame.tsx; nothing where there is nothing to draw. */
export async function FirstPanels({ cycles: { answer, isDrawn }, state }: FirstPanelsProps) {
  const found = await answer.catch(() => null);
  isDrawn(); // in this turn
  if (!found) return null;
  const { drawn } = preparePanels(found, state.metrics);
  const shown = drawn.map((name) => panelOf(name, found));
  const extent = cycleExtent(shown.map(({ series }) => series));
  if (extent === null) return null;
  const x = requestedRange(CYCLE_AXIS, extent, state);
  return (
    <div className={panels.panels}>
      {shown.map(({ name, metric, series }, index) => {
        const isLast = index === shown.length - 1;
        const values = metricExtent(series, { from: x[0], to: x[1] }, metric.isEfficiency);
        return (
          <div key={name}>
            <div className={panels.caption}>{metricTitle(metric)}</div>
            <div className={panels.panel} data-last={isLast || undefined}>
              <FirstFrame
                label={`${metricTitle(metric)} over cycle number`}
                xAxis={CYCLE_AXIS}
                x={x}
                y={extendValueDomain(values, null)}
                yTitle=""
                hasXText={isLast}
              >
                {(projection) => (
                  <g data-first-line={name}>
                    <path
                      d={metricMarks(series, projection).line}
                      fill="none"
                      stroke="var(--group-0)"
                      strokeWidth={1.75}
                      strokeLinejoin="round"
                      strokeLinecap="round"
                    />
                  </g>
                )}
              </FirstFrame>
            </div>
          </div>
        );
      })}
    </div>
  );
}

function panelOf(name: MetricName, { cycles, metrics }: CellCycles) {
  const values = metrics[name] ?? [];
  const metric = metricOfCell(METRICS[name], values);
  return { name, metric, series: prepareMetricSeries(cycles, values, metric.scale) };
}
