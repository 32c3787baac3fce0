"use client";

import { Button, TextInput } from "@mantine/core";
import { memo, useMemo, useState } from "react";
import { GuideLink } from "@/app/_components/guide-hint";
import cards from "@/app/_components/card-table.module.css";
import type { Crosshair } from "@/app/_charts/frame/pointer/crosshair";
import { columnDecimals, titleOver } from "@/app/_charts/frame/prepare-numbers";
import type { GroupAxis } from "@/app/_charts/groups/prepare-group-axes";
import { prepareLegendRow } from "@/app/_charts/groups/prepare-legend";
import type { CycleRange } from "@/app/_charts/groups/prepare-series";
import type { ShownGroup } from "@/app/_charts/groups/shown-group";
import type { MetricDescription, MetricName } from "@/server/domain/cycles/metrics";
import type { GroupStrays } from "@/server/domain/groups/groups-view";
import classes from "./group-legend.module.css";
import { LegendFoot } from "./legend-foot";
import { LegendTableRow } from "./legend-row";
import { PlaceHead } from "./legend-value";
import { groupsNamed, hiddenBut } from "./prepare-pointed";
import { straysOf } from "./prepare-stray-counts";

type GroupLegendProps = {
  groups: readonly ShownGroup[];
  /** As they are drawn, the hidden ones left out: what the crosshair reads. */
  drawn: readonly ShownGroup[];
  hidden: readonly string[];
  chosenKey: string | null;
  metric: MetricDescription;
  /** Whether changes over cycles are told: not of differences, which begin anywhere. */
  withTrend: boolean;
  axis: GroupAxis;
  range: CycleRange;
  crosshair: Crosshair;
  /** The key of the group that the others are compared with; null: none. */
  reference: string | null;
  /** Null where no differences can be shown. */
  onReference: ((groupKey: string | null) => void) | null;
  onHide: (keys: readonly string[]) => void;
  onChoose: (groupKey: string, cycle: null) => void;
  /** The group of a row that is pointed at; null: none. */
  onHighlight: (groupKey: string | null) => void;
  strays: readonly GroupStrays[];
  onStray: (groupKey: string, metric: MetricName) => void;
  withTails: boolean;
  onTails: (withTails: boolean) => void;
  unassigned: number;
  cellsWithoutCycles: number;
  /** What is said of groups that may be half cells; null: nothing. */
  halfCells: string | null;
  /** Whether only some cycles are shown. */
  isFiltered: boolean;
  /** Gives each group a small chart; null: they have one. */
  onSmall: (() => void) | null;
};

/** Names of more letters get a line of their own above their figures. */
const LONG_NAME = 18;
/** More lines in one chart are hard to follow. */
const MANY_GROUPS = 12;
/** So few are seen at a glance. */
const SEARCHED_FROM = 9;

/** The legend as a table: each line's group and its last value, or its value where the pointer is. */
export const GroupLegend = memo(function GroupLegend(props: GroupLegendProps) {
  const { groups, drawn, hidden, chosenKey, metric, range, axis, crosshair, onHide, withTrend } = props;
  const [search, setSearch] = useState("");
  const rows = useMemo(
    () =>
      groups.map(({ series, style }) => {
        const row = prepareLegendRow(series, range);
        return { ...row, style, changePer100: withTrend ? row.changePer100 : null };
      }),
    [groups, range, withTrend],
  );
  const drawnOf = useMemo(() => new Map(drawn.map(({ series }) => [series.key, series])), [drawn]);
  const last = rows.map((row) => row.last);
  const decimals = columnDecimals(last, metric.significantDigits);
  const shown = groupsNamed(rows, search);
  const keys = rows.map(({ key }) => key);
  const toggle = (key: string) => onHide(hidden.includes(key) ? hidden.filter((one) => one !== key) : [...hidden, key]);
  return (
    <div className={classes.legend}>
      {rows.length >= SEARCHED_FROM && (
        <TextInput
          className={classes.search}
          size="xs"
          aria-label="Search the groups"
          placeholder={`Search ${rows.length} groups`}
          value={search}
          onChange={({ currentTarget }) => setSearch(currentTarget.value)}
        />
      )}
      {props.onSmall && rows.length > MANY_GROUPS && (
        <Button variant="default" size="compact-xs" className={classes.small} onClick={props.onSmall}>
          A small chart for each of the {rows.length} groups
        </Button>
      )}
      <table
        className={`${classes.table} ${cards.cards}`}
        data-long={rows.some(({ name }) => name.length > LONG_NAME) || undefined}
      >
        <thead>
          <tr>
            <th scope="col" className={classes.group}>
              Group
            </th>
            <th scope="col" title="Cells with a value at that cycle, of the cells in the group">
              <GuideLink to="thinned">n</GuideLink>
            </th>
            <th scope="col" title={`${metric.label} at the last cycle that at least 90 % of the cells share`}>
              <PlaceHead crosshair={crosshair} axis={axis} />
              {titleOver("", metric.unit)}
            </th>
            <th
              scope="col"
              title="Slope of the straight line through the means shown that at least 90 % of the cells share, over 100 cycles, relative to its start"
            >
              <GuideLink to="changePer100">%&thinsp;/&thinsp;100&nbsp;cyc.</GuideLink>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <LegendTableRow
              key={row.key}
              row={row}
              style={row.style}
              drawn={drawnOf.get(row.key) ?? null}
              crosshair={crosshair}
              decimals={decimals}
              metric={metric}
              strays={straysOf(props.strays, row.key)}
              isHidden={hidden.includes(row.key)}
              isChosen={row.key === chosenKey}
              isReference={row.key === props.reference}
              onStray={(name) => props.onStray(row.key, name)}
              onReference={props.onReference}
              onToggle={() => toggle(row.key)}
              onIsolate={() => onHide(hiddenBut(keys, row.key, hidden))}
              onChoose={() => props.onChoose(row.key, null)}
              onPoint={(isOn) => props.onHighlight(isOn ? row.key : null)}
            />
          ))}
        </tbody>
      </table>
      {shown.length === 0 && <p className={classes.remainder}>No group is called that.</p>}
      <LegendFoot {...props} />
    </div>
  );
});
