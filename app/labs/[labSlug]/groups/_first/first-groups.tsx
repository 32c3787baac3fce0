import { requestedRange, FirstFrame } from "@/app/_charts/first/first-frame";
import { requestedDomain, extendValueDomain } from "@/app/_charts/frame/prepare-axis";
import { metricTitle } from "@/app/_charts/frame/prepare-numbers";
import { fittingMetric } from "@/app/_charts/frame/prepare-unit";
import { withBands } from "@/app/_charts/groups/prepare-band";
import { prepareCounts } from "@/app/_charts/groups/prepare-counts";
import { GROUP_AXES } from "@/app/_charts/groups/prepare-group-axes";
import { bandPath, meanPaths } from "@/app/_charts/groups/prepare-paths";
import { withSmoothing } from "@/app/_charts/groups/prepare-smoothed";
import { cycleExtent, prepareSeries, withoutTail } from "@/app/_charts/groups/prepare-series";
import { shownExtent } from "@/app/_charts/groups/prepare-window";
import { GroupSwatch } from "@/app/_charts/groups/style/group-swatch";
import { stylesOf } from "@/app/_charts/groups/style/prepare-styles";
import { METRICS, type MetricName } from "@/server/domain/cycles/metrics";
import type { GroupsView } from "@/server/domain/groups/groups-view";
import classes from "../_dive/deep-dive.module.css";
import { neighbours, summaryOf } from "../_dive/prepare-deviations";
import type { ToDraw } from "../../first-data";
import type { DashboardState } from "../dashboard-state";
import { chosenOf } from "../prepare-chosen";

/** Whether the server can draw what the address asks for: differences and several charts are left to the page's own code. */
export const isSimple = ({ x, reference, referenceCell, small, panels }: DashboardState): boolean =>
  x === null && reference === null && referenceCell === null && !small && panels.length === 0;

type FirstGroupsOptions = {
  view: ToDraw<GroupsView>;
  metricName: MetricName;
  state: DashboardState;
  fieldCount: number;
};

/** The groups as the server draws them, of all that can be read; null where they cannot. */
export async function readFirstGroups({
  view: { answer, isDrawn },
  metricName,
  state,
  fieldCount,
}: FirstGroupsOptions) {
  const view = await answer.catch(() => null);
  isDrawn(); // in this turn
  if (!view) return null;
  const metric = fittingMetric(METRICS[metricName], view.groups);
  const styles = stylesOf(view.groups, fieldCount);
  const groups = view.groups.flatMap((group, index) => {
    const style = styles[index];
    return style ? [{ series: prepareSeries(group, metric.scale), style }] : [];
  });
  return { view, metric, groups, state, chosen: chosenOf(groups, state) };
}

type FirstProps = { read: ReturnType<typeof readFirstGroups> };

/** The chart of groups as the server draws it, see first-frame.tsx; nothing where there is nothing to draw. */
export async function FirstGroups({ read: reading }: FirstProps) {
  const read = await reading;
  if (!read) return null;
  const { view, metric, groups, state } = read;
  const hidden = new Set(state.hidden);
  const visible = groups.filter(({ series }) => !hidden.has(series.key));
  const cut = state.tails ? visible : visible.map((group) => ({ ...group, series: withoutTail(group.series) }));
  const drawn = withSmoothing(withBands(cut, state, read.chosen?.group ?? null), state.smoothing);
  const series = drawn.map((group) => group.series);
  const running = state.unfinished ? view.running.filter(({ groupKey }) => !hidden.has(groupKey)) : [];
  const extent = cycleExtent(series, running, state.tails);
  if (extent === null) return null;
  const { axis, label } = GROUP_AXES.cycle;
  const x = requestedRange(axis, extent, state);
  const values = shownExtent(series, { from: x[0], to: x[1] }, metric);
  if (values === null) return null;
  const y = requestedDomain(extendValueDomain(values, null), {
    from: state.low === null ? null : state.low * metric.scale,
    to: state.high === null ? null : state.high * metric.scale,
  });
  return (
    <FirstFrame
      label={`${metricTitle(metric)} over ${label.toLowerCase()}`}
      xAxis={axis}
      x={x}
      y={y}
      yTitle={metricTitle(metric)}
      stripPx={state.counts ? prepareCounts(drawn).height : 0}
    >
      {(projection) => (
        <>
          {drawn.map((group) => (
            <path
              key={group.series.key}
              d={bandPath(group.series, projection)}
              fill={group.style.colour}
              fillOpacity="var(--band-opacity)"
            />
          ))}
          {drawn.map((group) => (
            <g key={group.series.key} data-first-line={group.series.name}>
              <path
                d={meanPaths(group.series, projection).solid}
                fill="none"
                stroke={group.style.colour}
                strokeWidth={2}
                strokeLinejoin="round"
                strokeLinecap="round"
                strokeDasharray={group.style.dash ?? undefined}
              />
            </g>
          ))}
        </>
      )}
    </FirstFrame>
  );
}

/** What the deep dive says first: which group, at which cycle, and how it is there. */
export async function FirstDive({ read: reading }: FirstProps) {
  const read = await reading;
  if (!read?.chosen) return null;
  const { series, style, cycle } = read.chosen;
  return (
    <section className={classes.dive}>
      <header className={classes.head}>
        <h2 className={classes.title}>
          <GroupSwatch style={style} />
          <span>
            Group {series.name} at cycle {cycle}
          </span>
        </h2>
        <p className={classes.summary}>{summaryOf(series, neighbours(series.cycle, cycle).at, read.metric)}</p>
      </header>
    </section>
  );
}
