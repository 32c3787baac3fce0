"use client";

import { memo, useMemo } from "react";
import { useValue, type ValueStore } from "@/app/_components/browser/value-store";
import type { MetricDescription } from "@/server/domain/cycles/metrics";
import { formatFixed, decimalsFor, metricTitle, withUnit } from "../frame/prepare-numbers";
import { GroupSwatch } from "../groups/style/group-swatch";
import { meanPaths } from "../groups/prepare-paths";
import type { ShownGroup } from "../groups/shown-group";
import classes from "./group-multiples.module.css";
import { groupsProjection } from "./prepare-small";
import { SmallChart } from "./small-chart";

export type GroupMultiplesProps = {
  groups: readonly ShownGroup[];
  metric: MetricDescription;
  chosenKey: string | null;
  onChoose: (groupKey: string, cycle: null) => void;
  highlight: ValueStore<string | null>;
};

/** A small chart for each group over the faint lines of all others, on one pair of axes: two dozen groups stay readable. */
export const GroupMultiples = memo(function GroupMultiples(props: GroupMultiplesProps) {
  const { groups, metric, chosenKey, onChoose } = props;
  const highlighted = useValue(props.highlight);
  const { projection, others } = useMemo(() => {
    const all = groups.map(({ series }) => series);
    const shared = groupsProjection(all);
    return { projection: shared, others: all.map((series) => meanPaths(series, shared).solid).join("") };
  }, [groups]);
  const [low, high] = projection.y.map((value) => formatFixed(value, decimalsFor(value, metric.significantDigits)));
  return (
    <figure className={classes.figure} aria-label={`${metricTitle(metric)}, group by group`}>
      <figcaption className={classes.caption}>
        {metric.label}, {withUnit(`${low} to ${high}`, metric.unit)}, over cycles {Math.round(projection.x[0])} to{" "}
        {Math.round(projection.x[1])}; the other groups faint behind each
      </figcaption>
      <ul className={classes.grid}>
        {groups.map(({ series, style }) => (
          <li key={series.key}>
            <button
              type="button"
              className={classes.group}
              aria-current={series.key === chosenKey}
              data-multiple={series.name}
              data-highlighted={series.key === highlighted || undefined}
              onClick={() => onChoose(series.key, null)}
            >
              <span className={classes.name}>
                <GroupSwatch style={style} />
                <span title={series.name}>{series.name}</span>
              </span>
              <span className={classes.chart}>
                <SmallChart
                  series={series}
                  style={style}
                  scale={metric.scale}
                  others={others}
                  projection={projection}
                />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </figure>
  );
});
