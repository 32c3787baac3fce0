"use client";

import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { formatMoment } from "@/app/_charts/frame/prepare-numbers";
import { failureOf } from "@/app/_trpc/trpc";
import classes from "./cell-panel.module.css";
import { useVerb } from "./use-verb";

type MarkedCycle = { id: string; what: string; reason: string; by: string; at: string };

type MarkedCyclesProps<Row extends MarkedCycle> = {
  title: string;
  hint: string;
  rows: readonly Row[];
  /** Why the rows could not be read; null where they could. */
  error: unknown;
  timeZone: string;
  undo: {
    label: string;
    /** @returns what was done, in a sentence; "" where that is said with its Undo */
    run: (row: Row) => Promise<string>;
  };
  onDone: (said: string) => void;
  /** How to mark more. */
  children: ReactNode;
};

/** What people said of cycles of a cell, with why, by whom and when. */
export function MarkedCycles<Row extends MarkedCycle>(props: MarkedCyclesProps<Row>) {
  const { title, hint, rows, error, timeZone, undo, onDone, children } = props;
  const { run, isBusy, alert } = useVerb(onDone);
  return (
    <details>
      <summary>
        {title}
        {rows.length > 0 && ` (${rows.length})`}
      </summary>
      <p className={classes.hint}>{hint}</p>
      {error !== null && <p className={classes.failure}>{failureOf(error).message}</p>}
      {rows.length > 0 && (
        <ul className={classes.marks}>
          {rows.map((row) => (
            <li key={row.id}>
              <span>
                <strong>{row.what}</strong>: {row.reason}
                <span className={classes.hint}>
                  {" "}
                  {row.by}, {formatMoment(Date.parse(row.at), timeZone)}
                </span>
              </span>
              <Button
                variant="default"
                size="compact-sm"
                loading={isBusy}
                onClick={() => void run(() => undo.run(row))}
              >
                {undo.label}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {alert}
      {children}
    </details>
  );
}
