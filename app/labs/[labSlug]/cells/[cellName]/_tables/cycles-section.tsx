"use client";

import { Button } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { memo, useMemo, useRef } from "react";
import { AnswerState, TableSkeleton } from "@/app/_components/answer-state";
import cards from "@/app/_components/card-table.module.css";
import { GuideLink } from "@/app/_components/guide-hint";
import { Icon } from "@/app/_components/icons";
import type { CellCycles, PageCycle } from "@/server/domain/cells/cell-page";
import { rowPx, useWindow } from "../../_sheet/use-window";
import type { SectionProps } from "../_charts/section-props";
import { PageSection } from "../page-section";
import { TableLink } from "../table-link";
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
          {count > 0 && <TableLink page={page} table="cycles" />}
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

/** Of a row, and of a phone's card, as in the style sheet. */
const ROW_REM = 2.125;
const CARD_REM = 5;

/** Only the rows in sight are in the page; two empty ones stand for those above and below. */
function CyclesTable({ found, state, onChange, timeZone }: CyclesTableProps) {
  const box = useRef<HTMLDivElement>(null);
  const columns = useMemo(() => metricColumns(found), [found]);
  const order = useMemo(() => rowOrder(found.cycles, state.order), [found, state.order]);
  const isPhone = useMediaQuery("(width < 37.5em)", false, { getInitialValueInEffect: true });
  const rowRem = isPhone ? CARD_REM : ROW_REM;
  const { first, last, onScroll } = useWindow(box, order.length, rowRem);
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
      <table className={`${classes.table} ${cards.cards}`} aria-rowcount={order.length + 1}>
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
                <GuideLink to={name}>{head}</GuideLink>
              </th>
            ))}
            <th scope="col" className={classes.text}>
              Notes
            </th>
          </tr>
        </thead>
        <tbody>
          <Gap heightPx={first * rowPx(rowRem)} />
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
          <Gap heightPx={(order.length - last) * rowPx(rowRem)} />
        </tbody>
      </table>
    </section>
  );
}

function Gap({ heightPx }: { heightPx: number }) {
  if (heightPx === 0) return null;
  return (
    <tr>
      <td className={classes.gap} style={{ height: heightPx }} />
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
          <span className={classes.of}>Cycle </span>
          {cycle.cycle}
          <Icon name="right" size={10} />
        </button>
      </th>
      <td className={`${classes.text} ${classes.wide}`}>{minuteText(cycle.startedAtMs, timeZone)}</td>
      {columns.map(({ name, textAt, label }) => (
        <td key={name} className={label === null ? classes.wide : undefined} data-label={label ?? undefined}>
          {textAt(index)}
        </td>
      ))}
      <td className={`${classes.text} ${classes.notes}`} title={cycle.warnings.join("\n") || undefined}>
        {notes.join(" · ")}
      </td>
    </tr>
  );
});
