"use client";

import { Button, Radio } from "@mantine/core";
import { toCsv } from "@/app/_charts/export/prepare-chart-table";
import { columnDecimals, formatFixed, formatSigned, titleOver } from "@/app/_charts/frame/prepare-numbers";
import { boundTextWithGrade, supportedDecimals } from "@/app/_charts/frame/prepare-uncertainty";
import { boundAt } from "@/app/_charts/groups/prepare-series";
import type { GroupAxis } from "@/app/_charts/groups/prepare-group-axes";
import type { ShownGroup } from "@/app/_charts/groups/shown-group";
import { GroupSwatch } from "@/app/_charts/groups/style/group-swatch";
import { csvFile, saveFile } from "@/app/_components/browser/save-file";
import type { MetricDescription } from "@/server/domain/cycles/metrics";
import classes from "./compare-page.module.css";
import { AT_MOST, boundsAt, differencesTable, differenceTitle } from "./prepare-difference-table";
import { type Difference, prepareDifferences } from "./prepare-differences";

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

/** What each is at a place, and how it differs from one of them; of groups also of how many cells, and how far those lie apart. */
export function DifferenceTable(props: DifferenceTableProps) {
  const { groups, metric, at, axis, isExact, reference, onReference } = props;
  const series = groups.map((group) => group.series);
  const rows = prepareDifferences(series, at, reference, isExact);
  const hasGroups = series.some(({ cells }) => cells > 1);
  const bounds = boundsAt(series, rows, at);
  const decimals = columnDecimals(
    rows.map(({ value }) => value),
    metric.significantDigits,
  );
  // Of two that are compared the less sure one says how many digits their difference has.
  const digits = series.map((one) => Math.min(decimals, supportedDecimals(boundAt(one, at), metric)));
  const csv = () => toCsv(differencesTable(rows, { metric, axis, at, digits, reference, bounds }));
  return (
    <section className={classes.differences} aria-label="Differences">
      <h2 className={classes.name}>
        At {axis.hoverLabel.toLowerCase()} {axis.textOf(at)}
      </h2>
      <div className={classes.scrolled}>
        <table className={classes.table}>
          <Heads unit={metric.unit} label={metric.label} hasGroups={hasGroups} hasBounds={bounds !== null} />
          <tbody>
            {rows.map((row, place) => (
              <Row
                key={row.key}
                row={row}
                style={groups[place]?.style}
                hasGroups={hasGroups}
                bound={bounds && boundTextWithGrade(row.value, bounds[place] ?? null, metric)}
                digits={digits[place] ?? decimals}
                digitsOfDifference={Math.min(digits[place] ?? decimals, digits[reference] ?? decimals)}
                isReference={place === reference}
                onReference={() => onReference(place)}
              />
            ))}
          </tbody>
        </table>
      </div>
      <p className={classes.hint}>
        A click in the chart compares elsewhere.
        {!isExact && " Between two cycles of a cell its value is taken from a straight line."}
      </p>
      <Button
        variant="default"
        size="compact-xs"
        className={classes.csv}
        onClick={() => saveFile("differences.csv", csvFile(csv()))}
      >
        CSV of this table
      </Button>
    </section>
  );
}

type HeadsProps = { label: string; unit: string; hasGroups: boolean; hasBounds: boolean };

function Heads({ label, unit, hasGroups, hasBounds }: HeadsProps) {
  const numbers = [
    ...(hasGroups ? ["n"] : []),
    titleOver(label, unit),
    ...(hasBounds ? [titleOver(AT_MOST, unit)] : []),
    ...(hasGroups ? [titleOver("± std", unit)] : []),
    "Since its start / %",
    differenceTitle("Δ", unit),
    "Δ / %",
  ];
  return (
    <thead>
      <tr>
        <th scope="col">Reference</th>
        <th scope="col">Name</th>
        {numbers.map((head) => (
          <th key={head} scope="col" data-number>
            {head}
          </th>
        ))}
      </tr>
    </thead>
  );
}

type RowProps = {
  row: Difference;
  style: ShownGroup["style"] | undefined;
  hasGroups: boolean;
  /** As it is printed; null where no row has one. */
  bound: string | null;
  digits: number;
  digitsOfDifference: number;
  isReference: boolean;
  onReference: () => void;
};

const percent = (share: number | null) => formatSigned(share === null ? null : share * PERCENT, PERCENT_DECIMALS);

function Row({ row, style, hasGroups, bound, digits, digitsOfDifference, isReference, onReference }: RowProps) {
  const { name, value, std, n, change, difference, relative } = row;
  return (
    <tr data-line-of={name}>
      <td>
        <Radio
          size="xs"
          name="reference"
          aria-label={`Compare with ${name}`}
          checked={isReference}
          onChange={onReference}
        />
      </td>
      <th scope="row">
        <span className={classes.named}>
          {style && <GroupSwatch style={style} />}
          <bdi>{name}</bdi>
        </span>
      </th>
      {hasGroups && <td data-number>{formatFixed(n, 0)}</td>}
      <td data-number>{formatFixed(value, digits)}</td>
      {bound !== null && <td data-number>{bound}</td>}
      {hasGroups && <td data-number>{formatFixed(std, digits)}</td>}
      <td data-number>{percent(change)}</td>
      <td data-number>{formatSigned(difference, digitsOfDifference)}</td>
      <td data-number>{percent(relative)}</td>
    </tr>
  );
}
