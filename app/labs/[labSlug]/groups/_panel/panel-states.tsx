"use client";

import { Button } from "@mantine/core";
import { useFirstDrawing } from "@/app/_charts/first/first-drawing";
import { Link } from "@/app/_components/link";
import { Notice, Placeholder, TableSkeleton } from "@/app/_components/answer-state";
import { useIsShared } from "@/app/_components/use-is-shared";
import { CopyableCommand } from "@/app/_components/copyable-command";
import type { MetricDescription } from "@/server/domain/cycles/metrics";
import { CYCLE_KINDS, type CycleKind } from "@/server/domain/tags/cycle-tags";
import { namedRate } from "@/server/domain/tags/discharge-rates";
import { withWhere } from "../_controls/prepare-cell-filter";
import type { ChangeDashboard } from "../use-dashboard-state";
import { FilterLine } from "./filter-line";
import panel from "./groups-panel.module.css";
import classes from "./panel-states.module.css";
import type { PanelView } from "./use-panel-groups";

/** As large as the content it stands in for. */
export function PanelSkeleton() {
  const { chart, below } = useFirstDrawing();
  return (
    <>
      <div className={panel.panel} role="status" aria-busy="true" aria-label="Loading the groups">
        {chart ? <div className={panel.chart}>{chart}</div> : <Placeholder className={panel.chart} />}
        <TableSkeleton rows={6} />
      </div>
      {below}
    </>
  );
}

const INGEST_COMMAND = (origin: string) => `curl ${origin}/api/v1/ingest \\
  -H "Authorization: Bearer YOUR_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"samples":[{"cell":"A-01","voltage":3.7,"current":1.5,
                   "time":"'$(date -u +%FT%TZ)'"}],
       "cells":{"A-01":{"metadata":{"cathode":"NMC811"}}}}'`;

type NoCellsProps = { labSlug: string; view: PanelView; onChange: ChangeDashboard };

export function NoCells({ labSlug, view: { unassigned, passing }, onChange }: NoCellsProps) {
  if (useIsShared()) return <Notice title="No cell falls into what this link shows" />;
  if (passing && passing.of > 0 && passing.cells === 0) {
    return (
      <Notice title="No cell passes this filter">
        <p>{passing.of === 1 ? "The lab's cell is not" : `None of the lab's ${passing.of} cells is`} like that.</p>
        <ClearFilter onChange={onChange} />
      </Notice>
    );
  }
  if (unassigned > 0) {
    return (
      <Notice title="No cell falls into a group">
        <p>
          {unassigned === 1 ? "One cell has" : `${unassigned} cells have`} no value in the fields of this grouping. Give
          them one, or choose another grouping.
        </p>
      </Notice>
    );
  }
  return (
    <Notice title="No cells yet">
      <p>
        Groups of cells appear here with their mean and spread, as soon as a cycler sends a sample. Try it with one:
      </p>
      <CopyableCommand command={INGEST_COMMAND} />
      <p className={classes.aside}>
        The <Link href={`/labs/${labSlug}/start`}>start page</Link> makes a key and puts it in, takes a cycler's file,
        or starts simulated cells. The <a href="/docs/api">API page</a> has the rest.
      </p>
    </Notice>
  );
}

type UnusableFilterProps = { problem: string; where: string | null; onChange: ChangeDashboard };

/** In place of a chart, which would be of other cells than asked for. */
export function UnusableFilter({ problem, where, onChange }: UnusableFilterProps) {
  return (
    <>
      <FilterLine where={where} passing={undefined} onChange={onChange} />
      <Notice title="This filter cannot be used">
        <p>{problem} Fields may have been renamed or deleted since the filter was made.</p>
        <ClearFilter onChange={onChange} />
      </Notice>
    </>
  );
}

const ClearFilter = ({ onChange }: { onChange: ChangeDashboard }) => (
  <Button variant="default" onClick={() => onChange(withWhere(null))}>
    Show all cells
  </Button>
);

export function NoCycles({ metric, isOverCycles }: { metric: MetricDescription; isOverCycles: boolean }) {
  if (!isOverCycles) {
    return (
      <Notice title={`No cycle with ${metric.label.toLowerCase()} on this axis yet`}>
        <p>The axis may need a nominal capacity or a reference cycle that these cells do not have.</p>
      </Notice>
    );
  }
  return (
    <Notice title={`No cycle with ${metric.label.toLowerCase()} yet`}>
      <p>The line begins when a cell of a group finishes its first cycle. Other metrics may have values already.</p>
    </Notice>
  );
}

const KIND_WORDS: Record<CycleKind, string> = { formation: "formation", check_up: "check-up", ageing: "ageing" };
const KIND_ADVICE: Record<CycleKind, string> = {
  formation: "Say in the lab's settings or on a cell how many cycles formation takes, or tag cycles on the cell.",
  check_up: "Say in the lab's settings up to which rate a cycle is a check-up, or tag cycles on the cell.",
  ageing: "Complete cycles are, unless they are formation or check-ups.",
};

const RATE_ADVICE =
  "The rate of a cell is known if the cell has a nominal capacity; a cycle passes within ±10 % of the rate.";

type NoFilteredCyclesProps = { tag: string | null; rateC: number | null; onShow: () => void };

export function NoFilteredCycles({ tag, rateC, onShow }: NoFilteredCyclesProps) {
  const kind = CYCLE_KINDS.find((one) => one === tag) ?? null;
  const rate = rateC === null ? "" : ` at ${namedRate(rateC).name}`;
  return (
    <Notice title={`No ${kind ? KIND_WORDS[kind] : tag === null ? "" : `“${tag}”`} cycle${rate}`.replace("  ", " ")}>
      <p>
        No finished cycle of these cells with a value passes this filter. {kind && KIND_ADVICE[kind]}{" "}
        {rateC !== null && RATE_ADVICE}
      </p>
      <Button variant="default" onClick={onShow}>
        Show all cycles
      </Button>
    </Notice>
  );
}

export function NothingInRange({ onShow }: { onShow: () => void }) {
  return (
    <Notice title="No cycle in this range">
      <p>The groups have cycles, and none of them lies between the first and the last cycle shown.</p>
      <Button variant="default" onClick={onShow}>
        Show all cycles
      </Button>
    </Notice>
  );
}

export function AllHidden({ onShow }: { onShow: () => void }) {
  return (
    <Notice title="All groups are hidden">
      <Button variant="default" onClick={onShow}>
        Show all
      </Button>
    </Notice>
  );
}
