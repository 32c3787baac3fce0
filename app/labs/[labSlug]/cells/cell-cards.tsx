"use client";

import type { SheetCell } from "@/server/domain/cells/cell-sheet";
import { CellStateMark } from "../cell-state-mark";
import classes from "./cells-page.module.css";
import { lastSampleText } from "./_sheet/prepare-last-sample";
import { headOf, type SheetColumn, textOf } from "./_sheet/sheet-columns";

const FIGURES = 3;

type CellCardsProps = {
  rows: readonly SheetCell[];
  columns: readonly SheetColumn[];
  timeZone: string;
  onOpen: (cell: SheetCell) => void;
};

/** The cells on a phone: name, state, three figures; a tap opens one to change it. */
export function CellCards({ rows, columns, timeZone, onOpen }: CellCardsProps) {
  const figures = columns.filter(({ isEditable }) => isEditable).slice(0, FIGURES);
  return (
    <ul className={classes.cards}>
      {rows.map((cell) => (
        <li key={cell.cellId} className={classes.card}>
          <button type="button" className={classes.cardButton} onClick={() => onOpen(cell)}>
            <span className={classes.cardHead}>
              <span className={classes.cardName}>{cell.name}</span>
              <span>
                <CellStateMark state={cell.status} />
                <LastSample cell={cell} timeZone={timeZone} />
              </span>
            </span>
            <span className={classes.figures}>
              {figures.map((column) => (
                <span key={column.key} className={classes.figure}>
                  <span className={classes.figureHead}>{headOf(column)}</span>
                  {textOf(cell, column) || "–"}
                </span>
              ))}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function LastSample({ cell, timeZone }: { cell: SheetCell; timeZone: string }) {
  const last = lastSampleText(cell, Date.now(), timeZone);
  return last && <span title={last.title}>{` · ${last.text}`}</span>;
}
