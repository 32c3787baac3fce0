"use client";

import { ActionIcon, Switch } from "@mantine/core";
import { memo, useMemo } from "react";
import type { ShownGroup } from "@/app/_charts/groups/shown-group";
import type { GroupStyle } from "@/app/_charts/groups/group-style";
import { GroupSwatch } from "@/app/_charts/groups/group-swatch";
import { type LegendRow, prepareLegendRow } from "@/app/_charts/groups/prepare-legend";
import { columnDecimals, formatFixed, formatSigned } from "@/app/_charts/frame/prepare-numbers";
import { type CycleRange, hasTail } from "@/app/_charts/groups/prepare-series";
import { Icon } from "@/app/_components/icons";
import { StatusDot } from "@/app/_components/status-dot";
import type { MetricDescription, MetricName } from "@/server/domain/cycles/metrics";
import type { GroupStrays } from "@/server/domain/groups/groups-view";
import { type StraysText, straysOf } from "./prepare-strays";
import cards from "@/app/_components/card-table.module.css";
import classes from "./group-legend.module.css";

type GroupLegendProps = {
  groups: readonly ShownGroup[];
  hidden: readonly string[];
  chosenKey: string | null;
  metric: MetricDescription;
  range: CycleRange;
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
  /** Whether cycles of one kind are shown. */
  isFiltered: boolean;
};

/** The legend as a table: each line's group and its last value. */
export const GroupLegend = memo(function GroupLegend(props: GroupLegendProps) {
  const { groups, hidden, chosenKey, metric, range, onHide, onChoose, onHighlight } = props;
  const rows = useMemo(() => groups.map(({ series }) => prepareLegendRow(series, range)), [groups, range]);
  const decimals = columnDecimals(
    rows.map(({ last }) => last),
    metric.significantDigits,
  );
  const toggle = (key: string) => onHide(hidden.includes(key) ? hidden.filter((one) => one !== key) : [...hidden, key]);
  return (
    <div className={classes.legend}>
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
              n
            </th>
            <th scope="col" title={`${metric.label} at the last cycle that at least 90 % of the cells share`}>
              Last / {metric.unit}
            </th>
            <th
              scope="col"
              title="Slope of the straight line through the means shown that at least 90 % of the cells share, over 100 cycles, relative to its start"
            >
              %&thinsp;/&thinsp;100&nbsp;cyc.
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <LegendTableRow
              key={row.key}
              row={row}
              style={groups[index]?.style ?? null}
              decimals={decimals}
              strays={straysOf(props.strays, row.key)}
              onStray={(name) => props.onStray(row.key, name)}
              isHidden={hidden.includes(row.key)}
              isChosen={row.key === chosenKey}
              onToggle={() => toggle(row.key)}
              onChoose={() => onChoose(row.key, null)}
              onPoint={(isOn) => onHighlight(isOn ? row.key : null)}
            />
          ))}
        </tbody>
      </table>
      <Tails {...props} />
      <Remainder {...props} />
    </div>
  );
});

/** Names of more letters get a line of their own above their figures. */
const LONG_NAME = 18;

type LegendTableRowProps = {
  row: LegendRow;
  style: GroupStyle | null;
  decimals: number;
  strays: StraysText | null;
  onStray: (metric: MetricName) => void;
  isHidden: boolean;
  isChosen: boolean;
  onToggle: () => void;
  onChoose: () => void;
  onPoint: (isOn: boolean) => void;
};

function LegendTableRow(props: LegendTableRowProps) {
  const { row, style, decimals, strays, isHidden, isChosen, onStray, onToggle, onChoose, onPoint } = props;
  return (
    <tr
      data-hidden={isHidden || undefined}
      data-chosen={isChosen || undefined}
      data-group={row.name}
      onPointerEnter={() => onPoint(!isHidden)}
      onPointerLeave={() => onPoint(false)}
    >
      <th scope="row" className={classes.group}>
        <span className={classes.name}>
          {style && <GroupSwatch style={style} />}
          <ActionIcon
            className={classes.eye}
            variant="subtle"
            color="gray"
            size="sm"
            aria-pressed={!isHidden}
            aria-label={`Show ${row.name}`}
            onClick={onToggle}
          >
            <Icon name={isHidden ? "eyeOff" : "eye"} />
          </ActionIcon>
          <button type="button" className={classes.choose} aria-current={isChosen} title={row.name} onClick={onChoose}>
            {row.name}
          </button>
          {strays && (
            <button
              type="button"
              className={classes.strays}
              title={strays.title}
              data-strays={strays.count}
              onClick={() => onStray(strays.metric)}
            >
              <StatusDot tone="bad" />
              {strays.count} stray
            </button>
          )}
        </span>
      </th>
      <td data-label="n">
        {row.lastN}
        <span className={classes.of}>/{row.cells}</span>
      </td>
      <td data-label="last" title={row.lastCycle === null ? undefined : `at cycle ${row.lastCycle}`}>
        {formatFixed(row.last, decimals)}
      </td>
      <td data-label="% / 100 cycles">{formatSigned(row.changePer100 === null ? null : 100 * row.changePer100, 2)}</td>
    </tr>
  );
}

/** The choice to see lines to their very ends; only where there is such an end. */
function Tails({ groups, withTails, onTails }: Pick<GroupLegendProps, "groups" | "withTails" | "onTails">) {
  if (!withTails && !groups.some(({ series }) => hasTail(series))) return null;
  return (
    <Switch
      className={classes.tails}
      size="xs"
      label="Ends with under half of the cells"
      title="Means of a few cells that ran on say nothing of the others"
      checked={withTails}
      onChange={({ currentTarget }) => onTails(currentTarget.checked)}
    />
  );
}

/** Cells that are counted but not drawn. */
function Remainder({
  unassigned,
  cellsWithoutCycles,
  isFiltered,
}: Pick<GroupLegendProps, "unassigned" | "cellsWithoutCycles" | "isFiltered">) {
  const parts = [
    ...(unassigned > 0 ? [`${cellCount(unassigned)} in no group`] : []),
    ...(cellsWithoutCycles > 0
      ? [`${cellCount(cellsWithoutCycles)} without ${isFiltered ? "such a" : "a"} cycle`]
      : []),
  ];
  return parts.length > 0 ? <p className={classes.remainder}>{parts.join(" · ")}</p> : null;
}

const cellCount = (count: number) => (count === 1 ? "1 cell" : `${count} cells`);
