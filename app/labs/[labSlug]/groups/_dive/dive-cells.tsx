"use client";

import { memo, useCallback, useMemo, useRef, useState } from "react";
import type { GroupStyle } from "@/app/_charts/groups/style/group-style";
import type { PreparedSeries } from "@/app/_charts/groups/prepare-series";
import { cellsProjection } from "@/app/_charts/small/prepare-small";
import { useIsShared } from "@/app/_components/use-is-shared";
import { prepareTable } from "@/app/_components/table/prepare-table";
import { TableTools } from "@/app/_components/table/table-tools";
import { useTableView } from "@/app/_components/table/use-table-view";
import { useShortcut } from "@/app/_components/browser/use-shortcut";
import type { GroupsQuestion } from "@/app/_trpc/use-live-groups";
import type { MetricDescription } from "@/server/domain/cycles/metrics";
import type { CellLine } from "@/server/domain/groups/groups-view";
import { may, type Role } from "@/server/domain/labs/permissions";
import { cyclesLookedAt } from "../../cells/_panel/prepare-cycle-range";
import type { DashboardState } from "../dashboard-state";
import type { ChangeDashboard } from "../use-dashboard-state";
import { CellsExport } from "./cells-export";
import { DeviationTable, useDeviationColumns } from "./deviation-table";
import classes from "./dive-cells.module.css";
import { type RequestedExclusion, ExcludeDialog } from "./exclude-dialog";
import { PeekCard } from "./peek-card";
import type { DeviationText } from "./prepare-deviations";
import { steppedCell } from "./prepare-peek";
import { useHeldRows } from "./use-held-rows";

type DiveCellsProps = {
  labSlug: string;
  question: GroupsQuestion;
  role: Role;
  /** That a cell's page opens with. */
  cycle: number;
  metric: MetricDescription;
  series: PreparedSeries;
  style: GroupStyle;
  rows: readonly DeviationText[];
  isStale: boolean;
  lines: readonly CellLine[];
  state: DashboardState;
  onChange: ChangeDashboard;
};

const WORDS = ["cell", "cells"] as const;

/** The cells as a table with their curves, and the one that is looked at beside it. */
export const DiveCells = memo(function DiveCells(props: DiveCellsProps) {
  const { labSlug, role, cycle, metric, series, style, lines, state, onChange } = props;
  const lineOf = useMemo(() => new Map(lines.map((line) => [line.cellId, line])), [lines]);
  const projection = useMemo(() => cellsProjection(series, lines, metric.scale), [series, lines, metric.scale]);
  const [view, changeView] = useTableView("cells", null);
  const peek = useCallback(
    (cell: string) => onChange({ cell: cell === state.cell ? null : cell }),
    [onChange, state.cell],
  );
  const curves = overCycles(state, { series, style, scale: metric.scale, projection });
  const columnsOptions = {
    ...{ labSlug, cycle, metric, curves, lineOf, onPeek: peek },
    hasUncertainties: props.rows.some(({ uncertainty }) => uncertainty !== null),
    withScores: state.scores,
    peeked: state.cell,
  };
  const columns = useDeviationColumns(columnsOptions);
  const { filter, order } = view;
  const listed = useMemo(
    () => prepareTable(props.rows, columns, { filter, order }),
    [props.rows, columns, filter, order],
  );
  const held = useHeldRows(listed.rows);
  const [excluded, setExcluded] = useState<RequestedExclusion | null>(null);
  const isShared = useIsShared();
  const mayExclude = may(role, "exclude");
  const peeked = held.rows.find(({ cell }) => cell === state.cell) ?? null;
  const exclude = (cell: string | undefined) => {
    if (cell !== undefined) setExcluded({ cell, cycles: cyclesLookedAt(lookedAt(state), series.cycle) });
  };
  const step = (by: 1 | -1) => {
    held.hold();
    onChange({
      cell: steppedCell(
        held.rows.map(({ cell }) => cell),
        state.cell,
        by,
      ),
    });
  };
  useShortcut("ArrowDown", () => step(1));
  useShortcut("ArrowUp", () => step(-1));
  useShortcut("e", () => mayExclude && exclude(peeked?.cell ?? held.rows[0]?.cell));
  const shown = useRef<HTMLDivElement>(null);
  const group = useMemo(() => ({ series, style }), [series, style]);
  return (
    <div className={classes.cells} data-peeked={peeked ? true : undefined}>
      <div className={classes.table} ref={shown}>
        <TableTools
          words={WORDS}
          columns={columns}
          rows={listed.rows}
          all={props.rows.length}
          problem={listed.problem}
          view={view}
          onView={changeView}
          placeholder="verdict = stray and Δ < 0"
          file={`${series.name} at cycle ${cycle}.csv`}
        >
          {state.x === null && (
            <CellsExport
              {...{ group, metric, lineOf, projection, state, shown }}
              question={props.question}
              rows={held.rows}
            />
          )}
        </TableTools>
        <DeviationTable {...columnsOptions} held={held} isStale={props.isStale} view={view} onView={changeView} />
      </div>
      {peeked && (
        <PeekCard
          labSlug={labSlug}
          cycle={cycle}
          row={peeked}
          metric={metric}
          curves={curves}
          line={lineOf.get(peeked.cellId) ?? null}
          isReference={state.referenceCell === peeked.cell}
          onReference={
            state.x === null && !isShared
              ? (referenceCell) => onChange({ referenceCell, reference: null, low: null, high: null })
              : null
          }
          onExclude={mayExclude ? () => exclude(peeked.cell) : null}
          onClose={() => onChange({ cell: null })}
        />
      )}
      {mayExclude && <ExcludeDialog labSlug={labSlug} asked={excluded} onClose={() => setExcluded(null)} />}
    </div>
  );
});

/** A cell's curve is over its cycles, and has no band beside it on another axis. */
const overCycles = <Curves,>({ x }: DashboardState, curves: Curves): Curves | null => (x === null ? curves : null);

/** Over another axis its ends are no cycles. */
const lookedAt = ({ cycle, x, from, to }: DashboardState) =>
  x === null ? { cycle, from, to } : { cycle, from: null, to: null };
