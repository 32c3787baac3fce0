"use client";

import { memo } from "react";
import { nextOrder } from "@/app/_components/table/prepare-table";
import { TableHead } from "@/app/_components/table/table-head";
import type { TableOrder, TableView } from "@/app/_components/table/table-view";
import type { ChangeTable } from "@/app/_components/table/use-table-view";
import { headOf, type SheetColumn } from "./sheet-columns";
import classes from "./sheet-grid.module.css";

/** The usual order of the sheet. */
export const BY_NAME: TableOrder = { key: "name", isFalling: false };

type SheetHeadProps = { columns: readonly SheetColumn[]; view: TableView; onView: ChangeTable };

/** The header row; each header sorts the sheet by its column, and its edge makes the column wider. */
export const SheetHead = memo(function SheetHead({ columns, view, onView }: SheetHeadProps) {
  const { order, widths } = view;
  const setWidth = (key: string, px: number | null) => {
    const { [key]: _, ...others } = widths;
    onView({ widths: px === null ? others : { ...others, [key]: px } });
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: see SheetGrid
    // biome-ignore lint/a11y/useFocusableInteractive: the grid itself has the focus
    <div role="row" aria-rowindex={1} className={classes.head}>
      {columns.map((column) => {
        const isOrdered = order?.key === column.key;
        const direction = order?.isFalling ? "descending" : "ascending";
        return (
          // biome-ignore lint/a11y/useSemanticElements: see SheetGrid
          // biome-ignore lint/a11y/useFocusableInteractive: the button in it has the focus
          <div
            key={column.key}
            role="columnheader"
            aria-sort={isOrdered ? direction : "none"}
            className={classes.headCell}
          >
            <TableHead
              head={headOf(column)}
              isNumber={column.type === "number" || column.type === "whole"}
              columnKey={column.key}
              order={order}
              widthPx={widths[column.key] ?? null}
              onOrder={() => onView({ order: nextOrder(column.key, order, BY_NAME) })}
              onWidth={(px) => setWidth(column.key, px)}
            />
          </div>
        );
      })}
    </div>
  );
});
