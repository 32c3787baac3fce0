"use client";

import { NativeSelect, TextInput } from "@mantine/core";
import { headOf, POLARITY_WORDS, type SheetColumn } from "./sheet-columns";

type ColumnInputProps = {
  column: SheetColumn;
  text: string;
  problem: string | null;
  isDisabled: boolean;
  onText: (text: string) => void;
};

const WORDS: Record<string, string> = POLARITY_WORDS;
const HINTS: Record<string, string> = {
  formationCycles: "Left out before the reference cycle; empty: the lab's",
  referenceCycle: "Retention refers to it; empty: the first after formation",
  maxGapSeconds: "Longer intervals are not integrated",
  cycleStartsWith: "Where the cycler numbers no cycles",
  polarity: "A half cell with an anode has its coulombic efficiency inverted",
};
/** Settings that have a default. */
const ALWAYS_SET = new Set(["polarity", "cycleStartsWith"]);

/** One value of a cell with its label. */
export function ColumnInput({ column, text, problem, isDisabled, onText }: ColumnInputProps) {
  const common = {
    label: headOf(column),
    description: HINTS[column.key],
    error: problem,
    disabled: isDisabled,
    value: text,
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) => onText(currentTarget.value),
  };
  if (column.type === "choice") {
    const options = column.options.map((value) => ({ value, label: WORDS[value] ?? value }));
    const isUnknown = text !== "" && !column.options.includes(text);
    return (
      <NativeSelect
        {...common}
        data={[
          ...(ALWAYS_SET.has(column.key) ? [] : [{ value: "", label: "–" }]),
          ...options,
          ...(isUnknown ? [{ value: text, label: text }] : []),
        ]}
      />
    );
  }
  const inputMode = column.type === "number" ? "decimal" : column.type === "whole" ? "numeric" : "text";
  return (
    <TextInput {...common} inputMode={inputMode} placeholder={column.type === "date" ? "2026-01-31" : undefined} />
  );
}
