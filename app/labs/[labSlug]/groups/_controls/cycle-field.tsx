"use client";

import { TextInput } from "@mantine/core";
import { type KeyboardEvent, useState } from "react";
import classes from "./cycle-field.module.css";
import { wholeNumber } from "../dashboard-state";

type CycleFieldProps = {
  label: string;
  placeholder: string;
  value: number | null;
  onCommit: (value: number | null) => void;
};

/** A cycle number, or nothing. It counts when one leaves the field or presses Enter, not with each digit. */
export function CycleField({ label, placeholder, value, onCommit }: CycleFieldProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const commit = () => {
    if (draft === null) return;
    const typed = draft.trim();
    const number = wholeNumber(typed);
    if ((number !== null || typed === "") && number !== value) onCommit(number);
    setDraft(null);
  };
  const onKeyDown = ({ key }: KeyboardEvent) => {
    if (key === "Enter") commit();
    if (key === "Escape") setDraft(null);
  };
  return (
    <TextInput
      className={classes.field}
      aria-label={label}
      placeholder={placeholder}
      inputMode="numeric"
      autoComplete="off"
      value={draft ?? value ?? ""}
      onChange={({ currentTarget }) => setDraft(currentTarget.value)}
      onBlur={commit}
      onKeyDown={onKeyDown}
    />
  );
}
