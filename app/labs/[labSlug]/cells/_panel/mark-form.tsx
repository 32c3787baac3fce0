"use client";

import { Button, NumberInput, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { CycleRange } from "@/server/domain/cells/exclusions";
import classes from "./cell-panel.module.css";
import { prepareCycleRange } from "./prepare-cycle-range";
import { useVerb } from "./use-verb";

type MarkFormProps = {
  /** The cycles that the form begins with; none: all of them. */
  initial?: CycleRange | null;
  labels: { from: string; to: string; reason: string };
  placeholders: { from: string; to: string; reason: string };
  /** Further fields, beside the cycles. */
  children?: ReactNode;
  /** Whether there is enough to send, the reason apart. */
  isReady: (cycles: CycleRange | null) => boolean;
  action: (cycles: CycleRange | null) => string;
  /** @returns what was done, in a sentence; "" where that is said with its Undo */
  add: (cycles: CycleRange | null, reason: string) => Promise<string>;
  onDone: (said: string) => void;
};

/** Which cycles of a cell, and why. */
export function MarkForm(props: MarkFormProps) {
  const { initial, labels, placeholders, children, isReady, action, add, onDone } = props;
  const [draft, setDraft] = useState<{ from: string | number; to: string | number }>(initial ?? { from: "", to: "" });
  const [reason, setReason] = useState("");
  const { run, isBusy, alert } = useVerb(onDone);
  const { cycles, problem } = prepareCycleRange(draft.from, draft.to);
  const common = { allowDecimal: false, hideControls: true } as const;
  return (
    <>
      <div className={classes.fields}>
        <NumberInput
          {...common}
          label={labels.from}
          placeholder={placeholders.from}
          value={draft.from}
          onChange={(from) => setDraft((before) => ({ ...before, from }))}
        />
        <NumberInput
          {...common}
          label={labels.to}
          placeholder={placeholders.to}
          error={problem}
          value={draft.to}
          onChange={(to) => setDraft((before) => ({ ...before, to }))}
        />
        {children}
      </div>
      <TextInput
        label={labels.reason}
        placeholder={placeholders.reason}
        maxLength={500}
        value={reason}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
      {alert}
      <Button
        variant="default"
        loading={isBusy}
        disabled={problem !== null || reason.trim() === "" || !isReady(cycles)}
        onClick={() => void run(() => add(cycles, reason))}
      >
        {action(cycles)}
      </Button>
    </>
  );
}
