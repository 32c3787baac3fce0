"use client";

import { type ClipboardEvent, type KeyboardEvent, useEffect } from "react";
import type { TableView } from "@/app/_components/table/table-view";
import type { ChangeTable } from "@/app/_components/table/use-table-view";
import type { SheetCell } from "@/server/domain/cells/cell-sheet";
import { copyText, parseTable, prepareBlock, prepareFillDown } from "./prepare-paste";
import { parseText, type SheetColumn, textOf } from "./sheet-columns";
import type { ValueEdit } from "./sheet-edits";
import { type Extent, moveSelection, rangeOf, type Selection, selectOne } from "./sheet-selection";

export type SheetGridProps = {
  labSlug: string;
  rows: readonly SheetCell[];
  columns: readonly SheetColumn[];
  view: TableView;
  timeZone: string;
  mayEdit: boolean;
  onView: ChangeTable;
  onEdit: (edits: readonly ValueEdit[]) => void;
  onProblem: (text: string) => void;
  onUndo: () => void;
  onOpen: (cell: SheetCell) => void;
  /** Ids of cells that are chosen for what is done to several at once. */
  chosen: ReadonlySet<number>;
  /** Chooses rows, or where all of them are chosen, none of them. */
  onToggle: (cells: readonly SheetCell[]) => void;
  /** Chooses a row or not; with Shift all from the one that was chosen last. */
  onChoose: (cell: SheetCell, isOn: boolean, isExtended: boolean) => void;
  /** A table with cell names in it was pasted: it is shown before it is saved. */
  onPasteTable: (text: string) => void;
};

/** A value while it is typed, and whether a key began it. */
export type Editing = { text: string; isTyped: boolean };

type KeyState = {
  selection: Selection;
  editing: Editing | null;
  extent: Extent;
  select: (selection: Selection) => void;
  setEditing: (editing: Editing | null) => void;
};

/** What keys and the clipboard do in the sheet. */
export function useSheetKeys(props: SheetGridProps, state: KeyState) {
  const { rows, columns, mayEdit, onEdit, onProblem, onOpen } = props;
  const { selection, editing, extent, select, setEditing } = state;
  const cell = rows[selection.active.row];
  const column = columns[selection.active.column];
  useEffect(() => {
    if (editing && !cell) setEditing(null);
  }, [editing, cell, setEditing]);

  const begin = (typed: string | null = null) => {
    if (!cell || !column || !mayEdit) return;
    if (column.isEditable) setEditing({ text: typed ?? textOf(cell, column), isTyped: typed !== null });
    else onOpen(cell);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (editing || event.altKey || isForControl(event)) return;
    const act = actionOf(event);
    if (!act) return;
    event.preventDefault();
    act();
  };
  const actionOf = ({ key, shiftKey: isShift, ctrlKey, metaKey }: KeyboardEvent): Action | null => {
    const isCtrl = ctrlKey || metaKey;
    const moved = moveSelection(selection, key, { isShift, isCtrl }, extent);
    if (moved) return () => select(moved);
    if (isCtrl) return commandOf(key, props, state);
    if (key === "Escape") return () => select(selectOne(selection.active));
    if (isChoosing(key, mayEdit && column?.isEditable === true)) return () => props.onToggle(rowsOf(rows, selection));
    return mayEdit ? editingActionOf(key) : readingActionOf(key);
  };
  const readingActionOf = (key: string): Action | null => (OPENING_KEYS.has(key) && cell ? () => onOpen(cell) : null);
  const editingActionOf = (key: string): Action | null => {
    if (OPENING_KEYS.has(key)) return () => begin();
    if (CLEARING_KEYS.has(key)) return () => onEdit(clearing(props, selection));
    return isTyped(key) && column?.isEditable ? () => begin(key) : null;
  };
  const commit = (text: string) => {
    if (!cell || !column) return;
    const parsed = parseText(column, text);
    if ("value" in parsed) onEdit([{ cell: cell.name, column, value: parsed.value }]);
    else onProblem(`Not saved. ${cell.name}, ${column.title}: ${parsed.problem}.`);
  };
  return { onKeyDown, commit, begin: () => begin(), ...clipboardOf(props, state) };
}

type Action = () => void;

/** Where typing begins a value, x is a letter. */
const isChoosing = (key: string, isTypedInto: boolean) => key === " " || (key === "x" && !isTypedInto);

function rowsOf(rows: readonly SheetCell[], selection: Selection): SheetCell[] {
  const { top, bottom } = rangeOf(selection);
  return rows.slice(top, bottom + 1);
}

const OPENING_KEYS: ReadonlySet<string> = new Set(["Enter", "F2"]);
const CLEARING_KEYS: ReadonlySet<string> = new Set(["Delete", "Backspace"]);
const isTyped = (key: string) => key.length === 1 && key !== " ";

/** Buttons and lists in a row take their keys themselves. */
function isForControl({ target }: KeyboardEvent): boolean {
  return target instanceof Element && target.closest("button, select") !== null;
}

/** What a key with Ctrl or ⌘ does; null where it is none of ours. */
function commandOf(key: string, props: SheetGridProps, { selection, extent, select }: KeyState): Action | null {
  const { rows, columns, mayEdit, onEdit, onUndo } = props;
  const letter = key.toLowerCase();
  if (letter === "a") {
    const last = { row: extent.rows - 1, column: extent.columns - 1 };
    return () => select({ active: { row: 0, column: 0 }, anchor: last });
  }
  if (letter === "z") return mayEdit ? onUndo : null;
  if (letter === "d") return mayEdit ? () => onEdit(prepareFillDown(rows, columns, rangeOf(selection))) : null;
  return null;
}

/** Edits that clear the selection. */
function clearing({ rows, columns }: SheetGridProps, selection: Selection): ValueEdit[] {
  const { top, bottom, left, right } = rangeOf(selection);
  const editable = columns.slice(left, right + 1).filter(({ isEditable }) => isEditable);
  return rows
    .slice(top, bottom + 1)
    .flatMap(({ name }) => editable.map((column) => ({ cell: name, column, value: null })));
}

function clipboardOf(props: SheetGridProps, { selection, editing }: KeyState) {
  const { rows, columns, mayEdit, onEdit, onProblem, onPasteTable } = props;
  const range = rangeOf(selection);
  const onCopy = (event: ClipboardEvent) => {
    if (editing) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", copyText(rows, columns, range));
  };
  const onPaste = (event: ClipboardEvent) => {
    if (editing || !mayEdit) return;
    event.preventDefault();
    const text = event.clipboardData.getData("text/plain");
    const block = parseTable(text);
    if (block.length === 0) return;
    // A table pasted into the name column has its own cell names.
    if (range.left === 0) return onPasteTable(text);
    const { edits, problems } = prepareBlock(block, rows, columns, range);
    const [problem] = problems;
    if (problem) onProblem(`Nothing was pasted. ${problem.cell}, ${problem.column}: ${problem.message}.`);
    else onEdit(edits);
  };
  return { onCopy, onPaste };
}
