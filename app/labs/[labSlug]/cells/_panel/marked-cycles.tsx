"use client";

import { Button } from "@mantine/core";
import { formatMoment } from "@/app/_charts/frame/prepare-numbers";
import classes from "./cell-panel.module.css";

type MarkedCycle = { id: string; what: string; reason: string; by: string; at: string };

type MarkedCyclesProps = {
  rows: readonly MarkedCycle[];
  timeZone: string;
  /** What undoes one. */
  undo: string;
  isBusy: boolean;
  onUndo: (row: MarkedCycle) => void;
};

/** What people said of cycles of a cell, with why, by whom and when. */
export function MarkedCycles({ rows, timeZone, undo, isBusy, onUndo }: MarkedCyclesProps) {
  if (rows.length === 0) return null;
  return (
    <ul className={classes.exclusions}>
      {rows.map((row) => (
        <li key={row.id}>
          <span>
            <strong>{row.what}</strong>: {row.reason}
            <span className={classes.hint}>
              {" "}
              {row.by}, {formatMoment(Date.parse(row.at), timeZone)}
            </span>
          </span>
          <Button variant="default" size="compact-sm" loading={isBusy} onClick={() => onUndo(row)}>
            {undo}
          </Button>
        </li>
      ))}
    </ul>
  );
}
