"use client";

import { memo, type MouseEvent as ReactMouseEvent } from "react";
import { Icon } from "@/app/_components/icons";
import { CellLink } from "@/app/_components/cell-link";
import type { SheetCell } from "@/server/domain/cells/cell-sheet";
import { CellStateMark } from "../../cell-state-mark";
import { CellEditor } from "./cell-editor";
import { lastSampleText } from "./prepare-last-sample";
import { type SheetColumn, textOf } from "./sheet-columns";
import classes from "./sheet-grid.module.css";
import { idOf, isInside, type Place, type rangeOf } from "./sheet-selection";
import { rowPx } from "@/app/_components/table/use-window";

type SheetRowProps = {
  labSlug: string;
  cell: SheetCell;
  row: number;
  columns: readonly SheetColumn[];
  timeZone: string;
  idPrefix: string;
  /** The column of the active place, where that is in this row. */
  active: number | null;
  selected: ReturnType<typeof rangeOf> | null;
  editing: { text: string; isTyped: boolean } | null;
  onSelect: (place: Place, isExtended: boolean) => void;
  onEdit: () => void;
  onOpen: (cell: SheetCell) => void;
  isChosen: boolean;
  onChoose: (cell: SheetCell, isOn: boolean, isExtended: boolean) => void;
  onCommit: (text: string, move: "down" | "right" | "left" | null) => void;
  onCancel: () => void;
};

export function SheetRow(props: SheetRowProps) {
  const { cell, row, columns, active, selected, editing } = props;
  return (
    // biome-ignore lint/a11y/useSemanticElements: see SheetGrid
    // biome-ignore lint/a11y/useFocusableInteractive: the grid itself has the focus
    <div
      role="row"
      aria-rowindex={row + 2}
      className={classes.row}
      data-chosen={props.isChosen || undefined}
      style={{ top: row * rowPx() }}
    >
      {columns.map((column, index) => {
        const isActive = active === index;
        return (
          // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles support it
          // biome-ignore lint/a11y/noStaticElementInteractions: the keys are the grid's
          <div
            key={column.key}
            id={idOf(props.idPrefix, { row, column: index })}
            role={index === 0 ? "rowheader" : "gridcell"}
            aria-colindex={index + 1}
            aria-selected={selected !== null && isInside(selected, row, index)}
            aria-readonly={!column.isEditable}
            tabIndex={-1}
            className={classes.cell}
            data-active={isActive || undefined}
            data-type={column.type}
            onMouseDown={(event) => {
              if (event.target instanceof Element && event.target.closest("a, button, input, select")) return;
              event.preventDefault();
              props.onSelect({ row, column: index }, event.shiftKey);
            }}
            onDoubleClick={props.onEdit}
          >
            {isActive && editing ? (
              <CellEditor column={column} {...editing} onCommit={props.onCommit} onCancel={props.onCancel} />
            ) : (
              <Value
                labSlug={props.labSlug}
                cell={cell}
                column={column}
                timeZone={props.timeZone}
                onOpen={props.onOpen}
                isChosen={props.isChosen}
                onChoose={props.onChoose}
              />
            )}
          </div>
        );
      })}
    </div>
  );
}

/** The keys are the grid's, whatever is clicked in it. */
const keepFocus = (event: ReactMouseEvent) => event.preventDefault();

type ValueProps = {
  labSlug: string;
  cell: SheetCell;
  column: SheetColumn;
  timeZone: string;
  onOpen: (cell: SheetCell) => void;
  isChosen: boolean;
  onChoose: SheetRowProps["onChoose"];
};

const Value = memo(function Value({ labSlug, cell, column, timeZone, onOpen, isChosen, onChoose }: ValueProps) {
  if (column.source.kind === "status") return <CellStateMark state={cell.status} />;
  if (column.source.kind === "lastSample") {
    const last = lastSampleText(cell, Date.now(), timeZone);
    if (last === null) return <span className={classes.missing}>–</span>;
    return <span title={last.title}>{last.text}</span>;
  }
  if (column.source.kind === "name") {
    return (
      <span className={classes.name}>
        <input
          type="checkbox"
          tabIndex={-1}
          className={classes.choose}
          aria-label={`Choose ${cell.name}`}
          title="Choose (Space); with Shift all rows from the last one"
          checked={isChosen}
          onMouseDown={keepFocus}
          onChange={({ currentTarget, nativeEvent }) =>
            onChoose(cell, currentTarget.checked, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)
          }
        />
        <CellLink labSlug={labSlug} cell={cell.name} className={classes.link} tabIndex={-1} />
        <button
          type="button"
          tabIndex={-1}
          className={classes.open}
          aria-label={`Settings of ${cell.name}`}
          title="Settings (Enter)"
          onClick={() => onOpen(cell)}
        >
          <Icon name="sliders" size={14} />
        </button>
      </span>
    );
  }
  const text = textOf(cell, column);
  return text === "" ? <span className={classes.missing}>–</span> : <span className={classes.clip}>{text}</span>;
});
