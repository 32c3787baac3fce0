"use client";

import { Radio } from "@mantine/core";
import { columnDecimals, formatFixed, formatSigned } from "@/app/_charts/frame/prepare-numbers";
import { supportedDecimals } from "@/app/_charts/frame/prepare-uncertainty";
import { boundAt } from "@/app/_charts/groups/prepare-series";
import type { GroupAxis } from "@/app/_charts/groups/prepare-group-axes";
import type { ShownGroup } from "@/app/_charts/groups/shown-group";
import { GroupSwatch } from "@/app/_charts/groups/style/group-swatch";
import type { MetricDescription } from "@/server/domain/cycles/metrics";
import classes from "./compare-page.module.css";
import { prepareDifferences } from "./prepare-differences";

type DifferenceTableProps = {
  groups: readonly ShownGroup[];
  metric: MetricDescription;
  /** Where on x they are compared. */
  at: number;
  axis: GroupAxis;
  isExact: boolean;
  /** The place of the line that the others are compared with. */
  reference: number;
  onReference: (place: number) => void;
};

const PERCENT = 100;
const PERCENT_DECIMALS = 2;

/** What each is at a place, and how it differs from one of them. */
export function DifferenceTable(props: DifferenceTableProps) {
  const { groups, metric, at, axis, isExact, reference, onReference } = props;
  const rows = prepareDifferences(
    groups.map(({ series }) => series),
    at,
    reference,
    isExact,
  );
  const decimals = columnDecimals(
    rows.map(({ value }) => value),
    metric.significantDigits,
  );
  // Of two that are compared the less sure one says how many digits their difference has.
  const supported = (place: number) => {
    const series = groups[place]?.series;
    return series ? supportedDecimals(boundAt(series, at), metric) : decimals;
  };
  const percent = (share: number | null) => formatSigned(share === null ? null : share * PERCENT, PERCENT_DECIMALS);
  return (
    <section className={classes.differences} aria-label="Differences">
      <h2 className={classes.name}>
        At {axis.hoverLabel.toLowerCase()} {axis.textOf(at)}
      </h2>
      <div className={classes.scrolled}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Reference</th>
              <th scope="col">Name</th>
              <th scope="col" data-number>
                {metric.label} / {metric.unit}
              </th>
              <th scope="col" data-number>
                Since its start / %
              </th>
              <th scope="col" data-number>
                Δ / {metric.unit}
              </th>
              <th scope="col" data-number>
                Δ / %
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, name, value, change, difference, relative }, place) => (
              <tr key={key} data-line-of={name}>
                <td>
                  <Radio
                    size="xs"
                    name="reference"
                    aria-label={`Compare with ${name}`}
                    checked={place === reference}
                    onChange={() => onReference(place)}
                  />
                </td>
                <th scope="row">
                  <span className={classes.named}>
                    {groups[place] && <GroupSwatch style={groups[place].style} />}
                    <bdi>{name}</bdi>
                  </span>
                </th>
                <td data-number>{formatFixed(value, Math.min(decimals, supported(place)))}</td>
                <td data-number>{percent(change)}</td>
                <td data-number>
                  {formatSigned(difference, Math.min(decimals, supported(place), supported(reference)))}
                </td>
                <td data-number>{percent(relative)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={classes.hint}>
        A click in the chart compares elsewhere.
        {!isExact && " Between two cycles of a cell its value is taken from a straight line."}
      </p>
    </section>
  );
}
