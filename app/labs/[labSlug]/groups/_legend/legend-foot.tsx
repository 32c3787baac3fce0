"use client";

import { Switch } from "@mantine/core";
import { hasTail } from "@/app/_charts/groups/prepare-series";
import type { ShownGroup } from "@/app/_charts/groups/shown-group";
import classes from "./group-legend.module.css";

type LegendFootProps = {
  groups: readonly ShownGroup[];
  withTails: boolean;
  onTails: (withTails: boolean) => void;
  unassigned: number;
  cellsWithoutCycles: number;
  halfCells: string | null;
  isFiltered: boolean;
};

/** What is not drawn, and how to see it. */
export function LegendFoot(props: LegendFootProps) {
  return (
    <>
      <Tails {...props} />
      <Remainder {...props} />
      {props.halfCells !== null && <p className={classes.remainder}>{props.halfCells}</p>}
    </>
  );
}

/** The choice to see lines to their very ends; only where there is such an end. */
function Tails({ groups, withTails, onTails }: LegendFootProps) {
  if (!withTails && !groups.some(({ series }) => hasTail(series))) return null;
  return (
    <Switch
      className={classes.tails}
      size="xs"
      label="Ends with under half of the cells"
      title="Means of a few cells that ran on say nothing of the others"
      checked={withTails}
      onChange={({ currentTarget }) => onTails(currentTarget.checked)}
    />
  );
}

/** Cells that are counted but not drawn. */
function Remainder({ unassigned, cellsWithoutCycles, isFiltered }: LegendFootProps) {
  const parts = [
    ...(unassigned > 0 ? [`${cellCount(unassigned)} in no group`] : []),
    ...(cellsWithoutCycles > 0
      ? [`${cellCount(cellsWithoutCycles)} without ${isFiltered ? "such a" : "a"} cycle`]
      : []),
  ];
  return parts.length > 0 ? <p className={classes.remainder}>{parts.join(" · ")}</p> : null;
}

const cellCount = (count: number) => (count === 1 ? "1 cell" : `${count} cells`);
