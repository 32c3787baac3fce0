"use client";

import { useMemo } from "react";
import { AnswerState, TableSkeleton } from "@/app/_components/answer-state";
import { DefinitionLink } from "@/app/_components/guide-hint";
import type { DrawnColumn } from "@/app/_components/table/data-table";
import type { TableOrder } from "@/app/_components/table/table-view";
import { TableWithTools } from "@/app/_components/table/table-with-tools";
import type { PageCycle, PageStep } from "@/server/domain/cells/cell-page";
import type { SectionProps } from "../_charts/section-props";
import { PageSection } from "../page-section";
import { TableLink } from "../table-link";
import { useCellSteps } from "../use-cell-queries";
import { minuteText } from "./prepare-cycles-table";
import { stepColumns } from "./prepare-steps";
import classes from "./tables.module.css";

/** The steps of the cycle that is looked at. */
export function StepsSection({ page, cycles, state, timeZone }: SectionProps & { timeZone: string }) {
  const { cycle } = state;
  const query = useCellSteps(page, cycle);
  if (cycle === null) return null;
  const own = cycles.data?.cycles.filter((one) => one.cycle === cycle) ?? [];
  const steps = query.data?.steps;
  return (
    <PageSection
      title={`Steps of cycle ${cycle}`}
      controls={<TableLink page={page} table="steps" text="CSV of all steps" />}
    >
      <Warnings cycles={own} />
      {!steps && <AnswerState query={query} skeleton={<TableSkeleton rows={4} />} />}
      {steps?.length === 0 && <p className={classes.none}>The cell has no cycle {cycle}.</p>}
      {steps && steps.length > 0 && (
        <StepsTable
          steps={steps}
          timeZone={timeZone}
          file={`${page.cell} cycle ${cycle} steps.csv`}
          isStale={query.isPlaceholderData}
        />
      )}
    </PageSection>
  );
}

function Warnings({ cycles }: { cycles: readonly PageCycle[] }) {
  const warnings = cycles.flatMap((cycle) => cycle.warnings);
  if (warnings.length === 0) return null;
  return (
    <ul className={classes.warnings}>
      {warnings.map((warning) => (
        <li key={warning}>{warning}</li>
      ))}
    </ul>
  );
}

type StepsTableProps = { steps: readonly PageStep[]; timeZone: string; file: string; isStale: boolean };
type StepRow = { step: PageStep; at: number };

const FIRST: TableOrder = { key: "index", isFalling: false };
const WORDS = ["step", "steps"] as const;

function StepsTable({ steps, timeZone, file, isStale }: StepsTableProps) {
  const all = useMemo(() => steps.map((step, at) => ({ step, at })), [steps]);
  const columns = useMemo(() => drawnColumns(steps, timeZone), [steps, timeZone]);
  return (
    <TableWithTools
      label="Table of steps"
      name="steps"
      first={FIRST}
      words={WORDS}
      rows={all}
      columns={columns}
      keyOf={({ step }) => `${step.test} ${step.index}`}
      stateOf={({ step }) => ({ data: { "data-step": step.index } })}
      placeholder="mode ~ charge and duration > 600"
      file={file}
      isBusy={isStale}
    />
  );
}

function drawnColumns(steps: readonly PageStep[], timeZone: string): DrawnColumn<StepRow>[] {
  return [
    {
      ...{ key: "index", head: "Step", isNumber: false },
      valueIn: ({ step }) => step.index,
      textOf: ({ step }) => String(step.index),
      draw: ({ step }) => (
        <>
          <span className={classes.of}>Step </span>
          {step.index}
        </>
      ),
    },
    {
      ...{ key: "began", head: "Began", isNumber: false },
      valueIn: ({ step }) => new Date(step.startedAtMs).toISOString(),
      textOf: ({ step }) => minuteText(step.startedAtMs, timeZone),
    },
    ...stepColumns(steps).map(({ key, head, guide, isText, isFigure, isExtra, texts, values }) => ({
      ...{ key, head, isNumber: !isText, isExtra, label: isFigure ? head : undefined },
      ...(key === "mode" ? { onCard: "aside" as const } : {}),
      hint: guide && <DefinitionLink name={guide} head={head} />,
      valueIn: ({ at }: StepRow) => values[at] ?? null,
      textOf: ({ at }: StepRow) => texts[at] ?? "",
    })),
  ];
}
