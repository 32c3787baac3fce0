"use client";

import { ActionIcon } from "@mantine/core";
import type { Crosshair } from "@/app/_charts/frame/pointer/crosshair";
import { formatSigned } from "@/app/_charts/frame/prepare-numbers";
import { boundWithGrade, supportedDecimals } from "@/app/_charts/frame/prepare-uncertainty";
import type { GroupStyle } from "@/app/_charts/groups/style/group-style";
import { GroupSwatch } from "@/app/_charts/groups/style/group-swatch";
import type { LegendRow } from "@/app/_charts/groups/prepare-legend";
import type { PreparedSeries } from "@/app/_charts/groups/prepare-series";
import { Icon } from "@/app/_components/icons";
import { StatusDot } from "@/app/_components/status-dot";
import type { MetricDescription, MetricName } from "@/server/domain/cycles/metrics";
import classes from "./group-legend.module.css";
import { LegendValue } from "./legend-value";
import type { StraysText } from "./prepare-stray-counts";

type LegendTableRowProps = {
  row: LegendRow;
  style: GroupStyle;
  drawn: PreparedSeries | null;
  crosshair: Crosshair;
  decimals: number;
  metric: MetricDescription;
  strays: StraysText | null;
  isHidden: boolean;
  isChosen: boolean;
  isReference: boolean;
  onStray: (metric: MetricName) => void;
  onReference: ((groupKey: string | null) => void) | null;
  onToggle: () => void;
  onIsolate: () => void;
  onChoose: () => void;
  onPoint: (isOn: boolean) => void;
};

/** A group: its swatch shows it alone, its eye hides it, its name leads to its cells. */
export function LegendTableRow(props: LegendTableRowProps) {
  const { row, drawn, crosshair, metric, isHidden, isChosen, onPoint } = props;
  const decimals = Math.min(props.decimals, supportedDecimals(row.lastUncertainty, metric));
  return (
    <tr
      data-hidden={isHidden || undefined}
      data-chosen={isChosen || undefined}
      data-group={row.name}
      onPointerEnter={() => onPoint(!isHidden)}
      onPointerLeave={() => onPoint(false)}
    >
      <th scope="row" className={classes.group}>
        <RowName {...props} />
      </th>
      <td data-label="n">
        {row.lastN}
        <span className={classes.of}>/{row.cells}</span>
      </td>
      <td data-label="last" title={lastTitle(row, metric)}>
        <LegendValue crosshair={crosshair} drawn={drawn} last={row.last} decimals={decimals} />
      </td>
      <td data-label="% / 100 cycles">{formatSigned(row.changePer100 === null ? null : 100 * row.changePer100, 2)}</td>
    </tr>
  );
}

/** "at cycle 141, at most about ± 0.0012 Ah, grade B". */
function lastTitle({ last, lastUncertainty, lastCycle }: LegendRow, metric: MetricDescription): string | undefined {
  if (lastCycle === null || last === null) return undefined;
  const bound = lastUncertainty === null ? "" : `, at most about ± ${boundWithGrade(last, lastUncertainty, metric)}`;
  return `at cycle ${lastCycle}${bound}`;
}

function RowName(props: LegendTableRowProps) {
  const { row, style, strays, isHidden, isChosen, isReference, onReference } = props;
  return (
    <span className={classes.name}>
      <button
        type="button"
        className={classes.only}
        aria-label={`Only ${row.name}`}
        title="Show this group alone; once more, all of them"
        onClick={props.onIsolate}
      >
        <GroupSwatch style={style} />
      </button>
      <ActionIcon
        className={classes.eye}
        variant="subtle"
        color="gray"
        size="sm"
        aria-pressed={!isHidden}
        aria-label={`Show ${row.name}`}
        onClick={props.onToggle}
      >
        <Icon name={isHidden ? "eyeOff" : "eye"} />
      </ActionIcon>
      <button
        type="button"
        className={classes.choose}
        aria-current={isChosen}
        title={row.name}
        onClick={props.onChoose}
      >
        {row.name}
      </button>
      {onReference && (
        <button
          type="button"
          className={classes.reference}
          aria-pressed={isReference}
          aria-label={`Differences from ${row.name}`}
          title="Show the differences of the others from this group"
          onClick={() => onReference(isReference ? null : row.key)}
        >
          Δ
        </button>
      )}
      {strays && (
        <button
          type="button"
          className={classes.strays}
          title={strays.title}
          data-strays={strays.count}
          onClick={() => props.onStray(strays.metric)}
        >
          <StatusDot tone="bad" />
          {strays.count} stray
        </button>
      )}
    </span>
  );
}
