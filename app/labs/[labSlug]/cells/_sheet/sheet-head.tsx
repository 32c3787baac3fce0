"use client";

import { memo } from "react";
import type { SheetOrder } from "./prepare-rows";
import { headOf, type SheetColumn } from "./sheet-columns";
import classes from "./sheet-grid.module.css";

type SheetHeadProps = {
  columns: readonly SheetColumn[];
  order: SheetOrder;
  onOrder: (order: SheetOrder) => void;
};

/** The header row; each header sorts the sheet by its column. */
export const SheetHead = memo(function SheetHead({ columns, order, onOrder }: SheetHeadProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: see SheetGrid
    // biome-ignore lint/a11y/useFocusableInteractive: the grid itself has the focus
    <div role="row" aria-rowindex={1} className={classes.head}>
      {columns.map((column) => {
        const isOrdered = order.key === column.key;
        const direction = order.isFalling ? "descending" : "ascending";
        return (
          // biome-ignore lint/a11y/useSemanticElements: see SheetGrid
          // biome-ignore lint/a11y/useFocusableInteractive: the button in it has the focus
          <div
            key={column.key}
            role="columnheader"
            aria-sort={isOrdered ? direction : "none"}
            className={classes.headCell}
            data-type={column.type}
          >
            <button
              type="button"
              className={classes.order}
              title={`Order by ${column.title}`}
              onClick={() => onOrder({ key: column.key, isFalling: isOrdered && !order.isFalling })}
            >
              <span className={classes.clip}>{headOf(column)}</span>
              {isOrdered && <span aria-hidden="true">{order.isFalling ? "↓" : "↑"}</span>}
            </button>
          </div>
        );
      })}
    </div>
  );
});
