"use client";

import { useMemo } from "react";
import { AnswerState, TableSkeleton } from "@/app/_components/answer-state";
import { GuideLink } from "@/app/_components/guide-hint";
import cards from "@/app/_components/card-table.module.css";
import type { PageCycle, PageStep } from "@/server/domain/cells/cell-page";
import type { SectionProps } from "../_charts/section-props";
import { PageSection } from "../page-section";
import { TableLink } from "../table-link";
import { useCellSteps } from "../use-cell-queries";
import { minuteText } from "./prepare-cycles-table";
import { type StepColumn, stepColumns } from "./prepare-steps";
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
      {steps && steps.length > 0 && <StepsTable steps={steps} timeZone={timeZone} isStale={query.isPlaceholderData} />}
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

type StepsTableProps = { steps: readonly PageStep[]; timeZone: string; isStale: boolean };

function StepsTable({ steps, timeZone, isStale }: StepsTableProps) {
  const columns = useMemo(() => stepColumns(steps), [steps]);
  return (
    <section
      className={classes.box}
      aria-label="Table of steps"
      aria-busy={isStale}
      data-keeps-keys
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
      tabIndex={0}
    >
      <table className={`${classes.table} ${cards.cards}`}>
        <thead>
          <tr>
            <th scope="col" className={classes.first}>
              Step
            </th>
            <th scope="col" className={classes.text}>
              Began
            </th>
            {columns.map(({ key, head, guide, isText }) => (
              <th key={key} scope="col" className={isText ? classes.text : undefined}>
                {guide === null ? head : <GuideLink to={guide}>{head}</GuideLink>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {steps.map((step, row) => (
            <tr key={`${step.test} ${step.index}`} className={classes.row} data-step={step.index}>
              <th scope="row" className={classes.first}>
                <span className={classes.of}>Step </span>
                {step.index}
              </th>
              <td className={`${classes.text} ${classes.wide}`}>{minuteText(step.startedAtMs, timeZone)}</td>
              {columns.map((column) => (
                <td key={column.key} className={classOf(column)} data-label={column.isFigure ? column.head : undefined}>
                  {column.texts[row]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function classOf({ key, isText, isFigure }: StepColumn): string | undefined {
  const shown = key === "mode" ? classes.notes : isFigure ? "" : classes.wide;
  return isText ? `${classes.text} ${shown}` : shown || undefined;
}
