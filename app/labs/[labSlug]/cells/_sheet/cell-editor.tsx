"use client";

import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { headOf, type SheetColumn } from "./sheet-columns";
import classes from "./sheet-grid.module.css";

type CellEditorProps = {
  column: SheetColumn;
  text: string;
  /** Whether a key began it: then what was typed replaces the value. */
  isTyped: boolean;
  onCommit: (text: string, move: "down" | "right" | "left" | null) => void;
  onCancel: () => void;
};

/** One value while it is typed. Enter and Tab keep it and move on, Escape restores the previous value. */
export function CellEditor({ column, text, isTyped, onCommit, onCancel }: CellEditorProps) {
  const isChoice = column.type === "choice";
  const [draft, setDraft] = useState(isChoice && isTyped ? optionFor(column, text) : text);
  const input = useRef<HTMLInputElement & HTMLSelectElement>(null);
  const isDone = useRef(false);
  useEffect(() => {
    input.current?.focus();
    if (!isTyped && !isChoice) input.current?.select();
  }, [isTyped, isChoice]);
  const finish = (move: "down" | "right" | "left" | null) => {
    if (isDone.current) return;
    isDone.current = true;
    onCommit(draft, move);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Enter") finish("down");
    else if (event.key === "Tab") finish(event.shiftKey ? "left" : "right");
    else if (event.key === "Escape") {
      isDone.current = true;
      onCancel();
    } else return;
    event.preventDefault();
  };
  const common = {
    ref: input,
    className: classes.editor,
    "aria-label": headOf(column),
    value: draft,
    onKeyDown,
    onBlur: () => finish(null),
  };
  if (isChoice) {
    return (
      <select {...common} onChange={({ currentTarget }) => setDraft(currentTarget.value)}>
        <option value="">–</option>
        {column.options.map((option) => (
          <option key={option}>{option}</option>
        ))}
      </select>
    );
  }
  const inputMode = column.type === "number" ? "decimal" : column.type === "whole" ? "numeric" : "text";
  return (
    <input
      {...common}
      inputMode={inputMode}
      placeholder={column.type === "date" ? "2026-01-31" : undefined}
      onChange={({ currentTarget }) => setDraft(currentTarget.value)}
    />
  );
}

/** The option that a typed letter means. */
function optionFor({ options }: SheetColumn, letter: string): string {
  return options.find((option) => option.toLowerCase().startsWith(letter.toLowerCase())) ?? "";
}
