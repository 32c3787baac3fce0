"use client";

import { memo, useMemo } from "react";
import { AnswerState, TableSkeleton } from "@/app/_components/answer-state";
import { DefinitionLink } from "@/app/_components/guide-hint";
import { Icon } from "@/app/_components/icons";
import type { DrawnColumn, RowState } from "@/app/_components/table/data-table";
import type { TableOrder } from "@/app/_components/table/table-view";
import { TableWithTools } from "@/app/_components/table/table-with-tools";
import type { CellCycles } from "@/server/domain/cells/cell-page";
import type { SectionProps } from "../_charts/section-props";
import { PageSection } from "../page-section";
import { TableLink } from "../table-link";
import type { ChangeCellPage } from "../use-cell-page-state";
import { type CycleRow, cycleNotes, metricColumns, minuteText } from "./prepare-cycles-table";
import classes from "./tables.module.css";

/** Every cycle of the cell with its numbers. */
export function CyclesSection(props: SectionProps & { timeZone: string }) {
  const { page, cycles: query, state, timeZone, onChange } = props;
  const count = query.data?.cycles.length ?? 0;
  return (
    <PageSection
      title="Cycles"
      aside={query.data && countText(query.data)}
      controls={count > 0 && <TableLink page={page} table="cycles" text="CSV of all" />}
    >
      {!query.data && <AnswerState query={query} skeleton={<TableSkeleton rows={8} />} />}
      {query.data && count === 0 && <p className={classes.none}>No cycle yet: one begins with the first sample.</p>}
      {query.data && count > 0 && (
        <CyclesTable
          found={query.data}
          chosen={state.cycle}
          timeZone={timeZone}
          file={`${page.cell} cycles.csv`}
          onChange={onChange}
        />
      )}
    </PageSection>
  );
}

function countText({ cycles, referenceCycle }: CellCycles): string {
  const finished = cycles.filter(({ isComplete }) => isComplete).length;
  const reference = referenceCycle === null ? "" : `, retention refers to cycle ${referenceCycle}`;
  return `${finished.toLocaleString("en")} finished${reference}`;
}

const NEWEST: TableOrder = { key: "cycle", isFalling: true };
const WORDS = ["cycle", "cycles"] as const;

type CyclesTableProps = {
  found: CellCycles;
  chosen: number | null;
  timeZone: string;
  file: string;
  onChange: ChangeCellPage;
};

const CyclesTable = memo(function CyclesTable({ found, chosen, timeZone, file, onChange }: CyclesTableProps) {
  const all = useMemo(() => found.cycles.map((cycle, index) => ({ cycle, index })), [found]);
  const columns = useMemo(
    () => cycleColumns(found, { chosen, timeZone, onChange }),
    [found, chosen, timeZone, onChange],
  );
  return (
    <TableWithTools
      label="Table of cycles"
      name="cycles"
      first={NEWEST}
      words={WORDS}
      rows={all}
      columns={columns}
      keyOf={({ cycle }) => `${cycle.test} ${cycle.cycle}`}
      stateOf={({ cycle }) => rowState(cycle, chosen)}
      placeholder="retention < 90 and not partial"
      file={file}
    />
  );
});

const rowState = (cycle: CycleRow["cycle"], chosen: number | null): RowState => ({
  isChosen: cycle.cycle === chosen,
  isQuiet: !cycle.isComplete || cycle.isPartial || cycle.isExcluded,
  data: { "data-cycle": cycle.cycle },
});

type ColumnsOptions = Pick<CyclesTableProps, "chosen" | "timeZone" | "onChange">;

function cycleColumns(found: CellCycles, { chosen, timeZone, onChange }: ColumnsOptions): DrawnColumn<CycleRow>[] {
  const notesOf = ({ cycle }: CycleRow) =>
    [...(cycle.cycle === found.referenceCycle ? ["reference"] : []), ...cycleNotes(cycle)].join(" · ");
  return [
    {
      ...{ key: "cycle", head: "Cycle", isNumber: false },
      valueIn: ({ cycle }) => cycle.cycle,
      textOf: ({ cycle }) => String(cycle.cycle),
      draw: ({ cycle: { cycle } }) => (
        <button
          type="button"
          className={classes.choose}
          aria-pressed={cycle === chosen}
          title="Look at this cycle"
          onClick={() => onChange({ cycle: cycle === chosen ? null : cycle })}
        >
          <span className={classes.of}>Cycle </span>
          {cycle}
          <Icon name="right" size={10} />
        </button>
      ),
    },
    {
      ...{ key: "began", head: "Began", isNumber: false },
      valueIn: ({ cycle }) => new Date(cycle.startedAtMs).toISOString(),
      textOf: ({ cycle }) => minuteText(cycle.startedAtMs, timeZone),
    },
    ...metricColumns(found).map(({ name, ...column }) => ({
      ...column,
      hint: <DefinitionLink name={name} head={column.head} />,
    })),
    {
      ...{ key: "notes", head: "Notes", isNumber: false },
      onCard: "aside",
      valueIn: notesOf,
      textOf: notesOf,
      draw: (row) => <span title={row.cycle.warnings.join("\n") || undefined}>{notesOf(row)}</span>,
    },
  ];
}
