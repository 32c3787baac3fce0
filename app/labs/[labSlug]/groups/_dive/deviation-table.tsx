"use client";

import { Button } from "@mantine/core";
import { useCallback, useMemo } from "react";
import { GuideLink } from "@/app/_components/guide-hint";
import { DataTable } from "@/app/_components/table/data-table";
import { shownColumns } from "@/app/_components/table/prepare-table";
import type { TableView } from "@/app/_components/table/table-view";
import type { ChangeTable } from "@/app/_components/table/use-table-view";
import { type DeviationColumnsOptions, deviationColumns } from "./deviation-columns";
import classes from "./deviation-table.module.css";
import type { DeviationText } from "./prepare-deviations";
import type { HeldRows } from "./use-held-rows";

type DeviationTableProps = DeviationColumnsOptions & {
  held: HeldRows;
  isStale: boolean;
  view: TableView;
  onView: ChangeTable;
};

/** With a phone's card that has a curve. */
const CARD_REM = 8.5;

export function DeviationTable({ held, isStale, view, onView, ...options }: DeviationTableProps) {
  const { rows, moved, letMove, handlers } = held;
  const { peeked, onPeek, withScores } = options;
  const all = useDeviationColumns(options);
  const columns = useMemo(() => shownColumns(all, view.columns), [all, view.columns]);
  const stateOf = useCallback(({ cell }: DeviationText) => rowState(cell, peeked), [peeked]);
  const peek = useCallback(({ cell }: DeviationText) => onPeek(cell), [onPeek]);
  return (
    <div className={classes.box} {...handlers}>
      {moved > 0 && (
        <Button className={classes.moved} variant="default" size="compact-xs" onClick={letMove}>
          {moved === 1 ? "1 row" : `${moved} rows`} moved
        </Button>
      )}
      <DataTable
        label="Cells by deviation"
        columns={columns}
        rows={rows}
        keyOf={({ cellId }) => cellId}
        stateOf={stateOf}
        onRow={peek}
        view={view}
        first={null}
        onView={onView}
        cardRem={CARD_REM}
        isBusy={isStale}
        isTall
        isLive
        hasKeys={false} // ↑ and ↓ look at the next cell, wherever the focus is
      />
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

const rowState = (cell: string, peeked: string | null) => ({
  isChosen: cell === peeked,
  comesIntoSight: true,
  data: { "data-cell": cell },
});

export function useDeviationColumns(options: DeviationColumnsOptions) {
  const { labSlug, cycle, metric, hasUncertainties, withScores, peeked, onPeek, lineOf } = options;
  const { series, style, scale, projection } = options.curves ?? {};
  return useMemo(
    () =>
      deviationColumns({
        ...{ labSlug, cycle, metric, hasUncertainties, withScores, peeked, onPeek, lineOf },
        curves: series && style && scale !== undefined && projection ? { series, style, scale, projection } : null,
      }),
    [labSlug, cycle, metric, hasUncertainties, withScores, peeked, onPeek, lineOf, series, style, scale, projection],
  );
}
