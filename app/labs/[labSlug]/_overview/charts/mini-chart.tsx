"use client";

import { Link } from "@/app/_components/link";
import { type ReactNode, useMemo, useRef } from "react";
import { fittingMetric } from "@/app/_charts/frame/prepare-unit";
import { groupStyle } from "@/app/_charts/groups/style/group-style";
import { useLiveGroups } from "@/app/_trpc/use-live-groups";
import { METRICS, type MetricName } from "@/server/domain/cycles/metrics";
import { Card } from "../cards/card";
import classes from "./mini-chart.module.css";
import { MiniExport } from "./mini-export";
import { MINI_SIZE, prepareMiniChart } from "./prepare-mini-chart";

/** A sketch need not follow each sample. */
const PAUSE_MS = 10_000;
const NAMED_GROUPS = 8;

type MiniChartProps = {
  labSlug: string;
  grouping: { id: number; name: string };
  metric: MetricName;
  children: ReactNode;
};

/** The mean of each group over cycle number, small; it leads to the chart. */
export function MiniChart({ labSlug, grouping, metric: name, children }: MiniChartProps) {
  const { data, error } = useLiveGroups(
    { labSlug, groupingId: grouping.id, by: null, where: null, metric: name, tag: null, rateC: null },
    PAUSE_MS,
  );
  const metric = useMemo(() => fittingMetric(METRICS[name], data?.groups ?? []), [name, data]);
  const chart = useMemo(() => (data ? prepareMiniChart(data.groups, metric) : null), [data, metric]);
  const title = `${METRICS[name].label} by ${grouping.name}`;
  const query = new URLSearchParams({ grouping: String(grouping.id), metric: name });
  const shown = useRef<HTMLAnchorElement>(null);
  const more = (chart?.lines.length ?? 0) - NAMED_GROUPS;
  return (
    <Card
      title={title}
      isWide
      aside={
        <span className={classes.tools}>
          <MiniExport title={title} view={data} isDrawn={chart !== null} metric={metric} shown={shown} />
          {children}
        </span>
      }
      isLoading={data === undefined && error === null}
    >
      {error !== null && data === undefined && <p className={classes.dim}>This chart did not load.</p>}
      {data !== undefined && chart === null && <p className={classes.dim}>No finished cycle with a value yet.</p>}
      {chart !== null && (
        <Link
          ref={shown}
          href={`/labs/${labSlug}/groups?${query}`}
          className={classes.link}
          aria-label={`${title}: ${chart.values}, ${chart.cycles}`}
        >
          <svg
            className={classes.drawing}
            viewBox={`0 -2 ${MINI_SIZE.width} ${MINI_SIZE.height + 4}`}
            preserveAspectRatio="none"
            aria-hidden="true"
          >
            {chart.lines.map(({ key, colour, path }) => {
              const style = groupStyle(colour);
              return <path key={key} d={path} stroke={style.colour} strokeDasharray={style.dash ?? undefined} />;
            })}
          </svg>
          <span className={classes.ends}>
            <span>{chart.values}</span>
            <span>{chart.cycles}</span>
          </span>
          <span className={classes.legend}>
            {chart.lines.slice(0, NAMED_GROUPS).map(({ key, name: group, colour, last }) => (
              <span key={key} className={classes.group}>
                <span className={classes.chip} style={{ background: groupStyle(colour).colour }} />
                <bdi>{group}</bdi> {last}
              </span>
            ))}
            {more > 0 && <span>and {more} more</span>}
          </span>
        </Link>
      )}
    </Card>
  );
}
