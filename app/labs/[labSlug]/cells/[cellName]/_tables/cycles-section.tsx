"use client";

import { Button } from "@mantine/core";
import { memo, useMemo, useRef } from "react";
import { AnswerState, TableSkeleton } from "@/app/_components/answer-state";
import { Icon } from "@/app/_components/icons";
import type { CellCycles, PageCycle } from "@/server/domain/cells/cell-page";
import { rowPx, useWindow } from "../../_sheet/use-window";
import type { SectionProps } from "../_charts/section-props";
import { PageSection } from "../page-section";
import { tableHref } from "../table-href";
import { cycleNotes, type MetricColumn, metricColumns, minuteText, rowOrder } from "./prepare-cycles-table";
import classes from "./tables.module.css";

/** Every cycle of the cell with its numbers. */
export function CyclesSection(props: SectionProps & { timeZone: string }) {
  const { page, cycles: query, state, onChange } = props;
  const count = query.data?.cycles.length ?? 0;
  return (
    <PageSection
      title="Cycles"
      aside={query.data && countText(query.data)}
      controls={
        <>
          <Button
            variant="subtle"
            size="compact-sm"
            onClick={() => onChange({ order: state.order === "newest" ? "oldest" : "newest" })}
          >
            {state.order === "newest" ? "Newest first" : "Oldest first"}
          </Button>
          {count > 0 && <a href={tableHref(page, "cycles")}>CSV</a>}
        </>
      }
    >
      {!query.data && <AnswerState query={query} skeleton={<TableSkeleton rows={8} />} />}
      {query.data && count === 0 && <p className={classes.none}>No cycle yet: one begins with the first sample.</p>}
      {query.data && count > 0 && <CyclesTable {...props} found={query.data} />}
    </PageSection>
  );
}

function countText({ cycles, referenceCycle }: CellCycles): string {
  const finished = cycles.filter(({ isComplete }) => isComplete).length;
  const reference = referenceCycle === null ? "" : `, retention refers to cycle ${referenceCycle}`;
  return `${finished.toLocaleString("en")} finished${reference}`;
}

type CyclesTableProps = SectionProps & { timeZone: string; found: CellCycles };

/** Only the rows in sight are in the page; two empty ones stand for those above and below. */
function CyclesTable({ found, state, onChange, timeZone }: CyclesTableProps) {
  const box = useRef<HTMLDivElement>(null);
  const columns = useMemo(() => metricColumns(found), [found]);
  const order = useMemo(() => rowOrder(found.cycles, state.order), [found, state.order]);
  const { first, last, onScroll } = useWindow(box, order.length);
  return (
    <section
      ref={box}
      className={classes.box}
      aria-label="Table of cycles"
      data-keeps-keys
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
      tabIndex={0}
      onScroll={onScroll}
    >
      <table className={classes.table} aria-rowcount={order.length + 1}>
        <thead>
          <tr>
            <th scope="col" className={classes.first}>
              Cycle
            </th>
            <th scope="col" className={classes.text}>
              Began
            </th>
            {columns.map(({ name, head, formula }) => (
              <th key={name} scope="col" title={formula}>
                {head}
              </th>
            ))}
            <th scope="col" className={classes.text}>
              Notes
            </th>
          </tr>
        </thead>
        <tbody>
          <Gap rows={first} />
          {order.slice(first, last).map((index, at) => {
            const cycle = found.cycles[index];
            return (
              cycle && (
                <CycleRow
                  key={`${cycle.test} ${cycle.cycle}`}
                  row={first + at + 2}
                  cycle={cycle}
                  index={index}
                  columns={columns}
                  timeZone={timeZone}
                  isChosen={cycle.cycle === state.cycle}
                  isReference={cycle.cycle === found.referenceCycle}
                  onChange={onChange}
                />
              )
            );
          })}
          <Gap rows={order.length - last} />
        </tbody>
      </table>
    </section>
  );
}

function Gap({ rows }: { rows: number }) {
  if (rows === 0) return null;
  return (
    <tr>
      <td className={classes.gap} style={{ height: rows * rowPx() }} />
    </tr>
  );
}

type CycleRowProps = Pick<SectionProps, "onChange"> & {
  /** Place in the whole table, of which only a part is in the page. */
  row: number;
  cycle: PageCycle;
  index: number;
  columns: readonly MetricColumn[];
  timeZone: string;
  isChosen: boolean;
  isReference: boolean;
};

const CycleRow = memo(function CycleRow(props: CycleRowProps) {
  const { row, cycle, index, columns, timeZone, isChosen, isReference, onChange } = props;
  const notes = [...(isReference ? ["reference"] : []), ...cycleNotes(cycle)];
  return (
    <tr
      className={classes.row}
      data-cycle={cycle.cycle}
      data-chosen={isChosen || undefined}
      data-quiet={!cycle.isComplete || cycle.isPartial || cycle.isExcluded || undefined}
      aria-rowindex={row}
    >
      <th scope="row" className={classes.first}>
        <button
          type="button"
          className={classes.choose}
          aria-pressed={isChosen}
          title="Look at this cycle"
          onClick={() => onChange({ cycle: isChosen ? null : cycle.cycle })}
        >
          {cycle.cycle}
          <Icon name="right" size={10} />
        </button>
      </th>
      <td className={classes.text}>{minuteText(cycle.startedAtMs, timeZone)}</td>
      {columns.map(({ name, textAt }) => (
        <td key={name}>{textAt(index)}</td>
      ))}
      <td className={classes.text} title={cycle.warnings.join("\n") || undefined}>
        {notes.join(" · ")}
      </td>
    </tr>
  );
});
