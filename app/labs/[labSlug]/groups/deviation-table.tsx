"use client";

import { Button } from "@mantine/core";
import { memo, useMemo, useState } from "react";
import { StatusDot } from "@/app/_components/status-dot";
import { type MetricDescription, UNCERTAINTY_LIMITS } from "@/server/domain/cycles/metrics";
import cards from "@/app/_components/card-table.module.css";
import classes from "./deviation-table.module.css";
import { heldRows } from "./prepare-held-rows";
import type { DeviationText } from "./prepare-deviations";

type DeviationTableProps = { rows: readonly DeviationText[]; metric: MetricDescription; isStale: boolean };

export const DeviationTable = memo(function DeviationTable({ rows: latest, metric, isStale }: DeviationTableProps) {
  const { rows, moved, letMove, handlers } = useHeldRows(latest);
  const hasUncertainties = rows.some(({ uncertainty }) => uncertainty !== null);
  return (
    <div className={classes.box} aria-busy={isStale} {...handlers}>
      {moved > 0 && (
        <Button className={classes.moved} variant="default" size="compact-xs" onClick={letMove}>
          {moved === 1 ? "1 row" : `${moved} rows`} moved
        </Button>
      )}
      <table className={`${classes.table} ${cards.cards}`}>
        <thead>
          <tr>
            <th scope="col">Cell</th>
            <th scope="col">
              {metric.label} / {metric.unit}
            </th>
            {hasUncertainties && <th scope="col">at most ±</th>}
            <th scope="col">Δ %</th>
            <th scope="col">Sigmas</th>
            <th scope="col">% of 2σ</th>
            <th scope="col">Robust</th>
            <th scope="col">Persists</th>
            <th scope="col" className={classes.verdict}>
              Verdict
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <DeviationTableRow key={row.cellId} row={row} />
          ))}
        </tbody>
      </table>
      <p className={classes.note}>
        Δ % is the distance from the group's mean. Sigmas is the same in units of std; % of 2σ is half of that in
        percent. Robust is 0.6745 × the distance from the median ÷ MAD; beyond ±3.5 a cell strays. Persists counts how
        often in its last ten cycles.{hasUncertainties && ` At most ± is ${UNCERTAINTY_LIMITS}.`}
      </p>
    </div>
  );
});

/** Live rows stay under the pointer, and where the focus is, until it leaves or asks for the new order. */
function useHeldRows(latest: readonly DeviationText[]) {
  const [heldIds, setHeldIds] = useState<readonly number[] | null>(null);
  const { rows, moved } = useMemo(() => heldRows(latest, heldIds), [latest, heldIds]);
  const hold = () => setHeldIds((held) => held ?? latest.map(({ cellId }) => cellId));
  const letMove = () => setHeldIds((held) => held && latest.map(({ cellId }) => cellId));
  const leave = () => setHeldIds(null);
  const handlers = { onPointerEnter: hold, onPointerLeave: leave, onFocus: hold, onBlur: leave };
  return { rows, moved, letMove, handlers };
}

const DeviationTableRow = memo(
  function DeviationTableRow({ row }: { row: DeviationText }) {
    return (
      <tr data-cell={row.cell}>
        <th scope="row" title={row.cell}>
          {row.cell}
        </th>
        <td data-label="value">{row.value}</td>
        {row.uncertainty !== null && <td className={classes.wide}>{row.uncertainty}</td>}
        <td data-label="Δ %">{row.relative}</td>
        <td className={classes.wide}>{row.sigmas}</td>
        <td className={classes.wide}>{row.percent}</td>
        <td data-label="robust">{row.robust}</td>
        <td className={classes.wide}>{row.persists}</td>
        <td className={classes.verdict}>
          <span className={classes.word} data-verdict={row.verdict.word}>
            <StatusDot tone={row.verdict.tone} />
            {row.verdict.word}
          </span>
        </td>
      </tr>
    );
  },
  (before, after) => JSON.stringify(before.row) === JSON.stringify(after.row),
);
