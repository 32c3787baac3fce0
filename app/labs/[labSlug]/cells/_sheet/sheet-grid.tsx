"use client";

import { type CSSProperties, useCallback, useId, useRef, useState } from "react";
import type { TableView } from "@/app/_components/table/table-view";
import { headOf, type SheetColumn } from "./sheet-columns";
import classes from "./sheet-grid.module.css";
import { SheetHead } from "./sheet-head";
import { SheetRow } from "./sheet-row";
import { clamp, idOf, moveSelection, rangeOf, selectOne, type Selection } from "./sheet-selection";
import { type Editing, type SheetGridProps, useSheetKeys } from "./use-sheet-keys";
import { rowPx, useWindow } from "@/app/_components/table/use-window";

/** The sheet: one stop for Tab, arrows inside. Only the rows in sight are in the page. */
export function SheetGrid(props: SheetGridProps) {
  const { rows, columns, view, timeZone, onView, onOpen } = props;
  const gridId = useId();
  const gridRef = useRef<HTMLDivElement>(null);
  const [given, setSelection] = useState<Selection>(selectOne({ row: 0, column: 0 }));
  const [editing, setEditing] = useState<Editing | null>(null);
  const extent = { rows: rows.length, columns: columns.length };
  const selection = { active: clamp(given.active, extent), anchor: clamp(given.anchor, extent) };
  const { first, last, pageRows, onScroll, reveal } = useWindow(gridRef, rows.length);
  const range = rangeOf(selection);
  const { active } = selection;

  const select = useCallback(
    (next: Selection) => {
      setSelection(next);
      reveal(next.active.row);
      document.getElementById(idOf(gridId, next.active))?.scrollIntoView({ block: "nearest", inline: "nearest" });
    },
    [gridId, reveal],
  );
  const focusGrid = () => gridRef.current?.focus({ preventScroll: true });
  const keys = useSheetKeys(props, { selection, editing, extent: { ...extent, pageRows }, select, setEditing });
  const commit = (text: string, move: "down" | "right" | "left" | null) => {
    keys.commit(text);
    setEditing(null);
    focusGrid();
    const key = move && ({ down: "ArrowDown", right: "ArrowRight", left: "ArrowLeft" } as const)[move];
    const next = key && moveSelection(selectOne(active), key, NO_MODIFIERS, { ...extent, pageRows });
    if (next) select(next);
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a table of the browser has neither windowed rows nor keys of a sheet
    <div
      ref={gridRef}
      className={classes.grid}
      role="grid"
      aria-label="Cells"
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length}
      aria-multiselectable
      aria-readonly={!props.mayEdit}
      aria-activedescendant={
        rows.length > 0 && active.row >= first && active.row < last ? idOf(gridId, active) : undefined
      }
      tabIndex={0}
      style={tracks(columns, view.widths)}
      onScroll={onScroll}
      onKeyDown={keys.onKeyDown}
      onCopy={keys.onCopy}
      onPaste={keys.onPaste}
    >
      <SheetHead columns={columns} view={view} onView={onView} />
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      <div role="rowgroup" className={classes.rows} style={{ height: rows.length * rowPx() }}>
        {rows.slice(first, last).map((cell, at) => (
          <SheetRow
            key={cell.cellId}
            labSlug={props.labSlug}
            cell={cell}
            row={first + at}
            columns={columns}
            timeZone={timeZone}
            idPrefix={gridId}
            active={active.row === first + at ? active.column : null}
            selected={first + at >= range.top && first + at <= range.bottom ? range : null}
            editing={active.row === first + at ? editing : null}
            onSelect={(place, isExtended) => {
              focusGrid();
              setEditing(null);
              select(isExtended ? { ...selection, active: place } : selectOne(place));
            }}
            onEdit={keys.begin}
            onOpen={onOpen}
            isChosen={props.chosen.has(cell.cellId)}
            onChoose={props.onChoose}
            onCommit={commit}
            onCancel={() => {
              setEditing(null);
              focusGrid();
            }}
          />
        ))}
      </div>
    </div>
  );
}

const NO_MODIFIERS = { isShift: false, isCtrl: false };

/** Least width in px of usual text, and share of what is left. */
const WIDTHS: Record<string, readonly [leastPx: number, share: number]> = {
  name: [176, 1.4],
  status: [104, 0],
  lastSample: [120, 0],
};
const LEAST_PX = { narrow: 124, wide: 200 };
const LETTER_PX = 7;
const PADDING_PX = 24;

/** A header of usual length is shown whole, for its unit comes last. */
function widthOf(column: SheetColumn): readonly [leastPx: number, share: number] {
  const headPx = headOf(column).length * LETTER_PX + PADDING_PX;
  return WIDTHS[column.key] ?? [Math.max(LEAST_PX.narrow, Math.min(LEAST_PX.wide, headPx)), 1];
}

/** Header and rows are grids of their own with the same tracks. */
function tracks(columns: readonly SheetColumn[], given: TableView["widths"]): CSSProperties {
  const widths = columns.map((column) => {
    const px = given[column.key];
    return px === undefined ? widthOf(column) : ([px, 0] as const);
  });
  const least = widths.reduce((sum, [px]) => sum + px, 0);
  const template = widths.map(([px, share]) => (share === 0 ? rem(px) : `minmax(${rem(px)}, ${share}fr)`));
  return { ["--columns" as string]: template.join(" "), ["--sheet-min" as string]: rem(least) };
}

const rem = (px: number) => `${px / 16}rem`;
