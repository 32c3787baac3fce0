"use client";

import { useMemo } from "react";
import { StatusDot } from "@/app/_components/status-dot";
import type { OverviewCell } from "@/server/domain/cells/lab-overview";
import { CellStateMark } from "../../cell-state-mark";
import type { CellFilter } from "../overview-view";
import { countStates } from "./prepare-cells";
import classes from "./state-filter.module.css";

type StateFilterProps = {
  cells: readonly OverviewCell[];
  /** Null while they are not known. */
  strays: number | null;
  only: readonly CellFilter[];
  onToggle: (filter: CellFilter) => void;
};

/** How many cells are in each state; a click lists these. */
export function StateFilter({ cells, strays, only, onToggle }: StateFilterProps) {
  const counts = useMemo(() => countStates(cells), [cells]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend stands in the way of one line
    <div className={classes.states} role="group" aria-label="States of cells">
      <button
        type="button"
        className={classes.state}
        aria-pressed={only.includes("stray")}
        onClick={() => onToggle("stray")}
      >
        <StatusDot tone={strays ? "bad" : "quiet"} />
        stray <b>{strays ?? "–"}</b>
      </button>
      {counts.map(({ state, count }) => (
        <button
          key={state}
          type="button"
          className={classes.state}
          aria-pressed={only.includes(state)}
          onClick={() => onToggle(state)}
        >
          <CellStateMark state={state} /> <b>{count.toLocaleString("en")}</b>
        </button>
      ))}
    </div>
  );
}
