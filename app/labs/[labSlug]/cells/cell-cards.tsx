"use client";

import type { SheetCell } from "@/server/domain/cells/cell-sheet";
import { Icon } from "@/app/_components/icons";
import { CellLink } from "@/app/_components/cell-link";
import { CellStateMark } from "../cell-state-mark";
import card from "../_frame/cell-card.module.css";
import classes from "./cells-page.module.css";
import { lastSampleText } from "./_sheet/prepare-last-sample";
import { headOf, type SheetColumn, textOf } from "./_sheet/sheet-columns";

const FIGURES = 3;

type CellCardsProps = {
  labSlug: string;
  rows: readonly SheetCell[];
  columns: readonly SheetColumn[];
  timeZone: string;
  onOpen: (cell: SheetCell) => void;
};

/** The cells on a phone: name, state, three figures; a tap opens one to change it, and the arrow beside it leads to its page. */
export function CellCards({ labSlug, rows, columns, timeZone, onOpen }: CellCardsProps) {
  const figures = columns.filter(({ isEditable }) => isEditable).slice(0, FIGURES);
  return (
    <ul className={classes.cards}>
      {rows.map((cell) => (
        <li key={cell.cellId} className={classes.card}>
          <button type="button" className={classes.cardButton} onClick={() => onOpen(cell)}>
            <span className={card.head}>
              <span className={card.name}>{cell.name}</span>
              <span>
                <CellStateMark state={cell.status} />
                <LastSample cell={cell} timeZone={timeZone} />
              </span>
            </span>
            <span className={card.figures}>
              {figures.map((column) => (
                <span key={column.key} className={classes.figure}>
                  <span className={classes.figureHead}>{headOf(column)}</span>
                  {textOf(cell, column) || "–"}
                </span>
              ))}
            </span>
          </button>
          <CellLink labSlug={labSlug} cell={cell.name} className={classes.cardLink}>
            <Icon name="right" />
            <span className={classes.unseen}>Page of {cell.name}</span>
          </CellLink>
        </li>
      ))}
    </ul>
  );
}

function LastSample({ cell, timeZone }: { cell: SheetCell; timeZone: string }) {
  const last = lastSampleText(cell, Date.now(), timeZone);
  return last && <span title={last.title}>{` · ${last.text}`}</span>;
}
