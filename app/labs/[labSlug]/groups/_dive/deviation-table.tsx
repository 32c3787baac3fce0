"use client";

import { Button } from "@mantine/core";
import { memo, type RefCallback } from "react";
import type { GroupStyle } from "@/app/_charts/groups/style/group-style";
import type { PreparedSeries } from "@/app/_charts/groups/prepare-series";
import type { Projection } from "@/app/_charts/frame/prepare-projection";
import { SmallChart } from "@/app/_charts/small/small-chart";
import cards from "@/app/_components/card-table.module.css";
import { StatusDot } from "@/app/_components/status-dot";
import type { MetricDescription } from "@/server/domain/cycles/metrics";
import type { CellLine } from "@/server/domain/groups/groups-view";
import { CellLink } from "@/app/_components/cell-link";
import { GuideLink, UncertaintyHead } from "@/app/_components/guide-hint";
import classes from "./deviation-table.module.css";
import type { DeviationText } from "./prepare-deviations";
import type { HeldRows } from "./use-held-rows";

/** What the curves of a group's cells are drawn against. */
export type Curves = { series: PreparedSeries; style: GroupStyle; scale: number; projection: Projection };

type DeviationTableProps = {
  labSlug: string;
  cycle: number;
  held: HeldRows;
  metric: MetricDescription;
  isStale: boolean;
  /** Whether the other scores stand beside the robust one. */
  withScores: boolean;
  peeked: string | null;
  onPeek: (cell: string) => void;
  curves: Curves;
  lineOf: ReadonlyMap<number, CellLine>;
};

export function DeviationTable(props: DeviationTableProps) {
  const { labSlug, cycle, held, metric, isStale, withScores, peeked, onPeek, curves, lineOf } = props;
  const { rows, moved, letMove, handlers } = held;
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
            <th
              scope="col"
              className={classes.curve}
              title="Its curve over cycle number, against the band of its group"
            >
              Curve
            </th>
            <th scope="col">
              {metric.label} / {metric.unit}
            </th>
            {hasUncertainties && (
              <th scope="col">
                <UncertaintyHead isOfEfficiency={metric.isEfficiency} />
              </th>
            )}
            <th scope="col">Δ %</th>
            {withScores && <th scope="col">Sigmas</th>}
            {withScores && <th scope="col">% of 2σ</th>}
            <th scope="col">Robust</th>
            <th scope="col">Persists</th>
            <th scope="col" className={classes.verdict}>
              Verdict
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <DeviationTableRow
              key={row.cellId}
              labSlug={labSlug}
              cycle={cycle}
              row={row}
              withScores={withScores}
              isPeeked={row.cell === peeked}
              onPeek={onPeek}
              curves={curves}
              line={lineOf.get(row.cellId) ?? null}
            />
          ))}
        </tbody>
      </table>
      <p className={classes.note}>
        Δ % is the distance from the <GuideLink to="statistics">group's mean</GuideLink>.{" "}
        {withScores && (
          <>
            <GuideLink to="sigmas">Sigmas</GuideLink> is the same in units of std; % of 2σ is half of that in percent.{" "}
          </>
        )}
        <GuideLink to="robustScore">Robust</GuideLink> is 0.6745 × the distance from the median ÷ MAD; beyond ±3.5 a
        cell strays. <GuideLink to="flagged">Persists</GuideLink> counts how often in its last ten cycles. Values that
        differ only beyond the last digit have <GuideLink to="resolution">no scores</GuideLink>. ↑ ↓ look at one cell
        after the other <span className={classes.keys}>and draw it in the chart above</span>.
      </p>
    </div>
  );
}

type DeviationTableRowProps = {
  labSlug: string;
  cycle: number;
  row: DeviationText;
  withScores: boolean;
  isPeeked: boolean;
  onPeek: (cell: string) => void;
  curves: Curves;
  line: CellLine | null;
};

const DeviationTableRow = memo(
  function DeviationTableRow({
    labSlug,
    cycle,
    row,
    withScores,
    isPeeked,
    onPeek,
    curves,
    line,
  }: DeviationTableRowProps) {
    return (
      <tr
        ref={isPeeked ? showPeeked : undefined}
        data-cell={row.cell}
        aria-current={isPeeked || undefined}
        onClick={(event) => {
          // A link in the row leads where it leads.
          if (!(event.target instanceof Element && event.target.closest("a, button"))) onPeek(row.cell);
        }}
      >
        <th scope="row" title={row.cell}>
          <CellLink labSlug={labSlug} cell={row.cell} query={`cycle=${cycle}`} />
        </th>
        <td className={classes.curve}>
          <button
            type="button"
            className={classes.peek}
            aria-label={`Look at ${row.cell}`}
            aria-pressed={isPeeked}
            onClick={() => onPeek(row.cell)}
          >
            {line && <SmallChart {...curves} line={line} />}
          </button>
        </td>
        <td data-label="value">{row.value}</td>
        {row.uncertainty !== null && <td className={classes.wide}>{row.uncertainty}</td>}
        <td data-label="Δ %">{row.relative}</td>
        {withScores && <td className={classes.wide}>{row.sigmas}</td>}
        {withScores && <td className={classes.wide}>{row.percent}</td>}
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
  (before, after) =>
    JSON.stringify(before.row) === JSON.stringify(after.row) &&
    before.cycle === after.cycle &&
    before.withScores === after.withScores &&
    before.isPeeked === after.isPeeked &&
    before.line === after.line &&
    before.curves.projection === after.curves.projection &&
    before.curves.series === after.curves.series,
);

/** The row that a key leads to comes into sight. */
const showPeeked: RefCallback<HTMLTableRowElement> = (row) => row?.scrollIntoView({ block: "nearest" });
