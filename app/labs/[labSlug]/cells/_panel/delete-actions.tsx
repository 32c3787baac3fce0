"use client";

import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTRPCClient } from "@/app/_trpc/trpc";
import type { SheetCell } from "@/server/domain/cells/cell-sheet";
import type { Role } from "@/server/domain/labs/permissions";
import classes from "./cell-panel.module.css";
import { prepareTimeRange } from "./prepare-time-range";
import { TestChoice } from "./test-choice";
import { nameOfTest } from "./test-fields";
import { type TimeRangeDraft, TimeRangeFields } from "./time-range-fields";
import { useVerb } from "./use-verb";

export type CellActionsProps = {
  labSlug: string;
  role: Role;
  cell: SheetCell;
  cells: readonly SheetCell[];
  /** Of the lab. */
  timeZone: string;
  onDone: (text: string) => void;
};

/** Deletes what was measured in a stretch of time, or a whole test. */
export function DeletePart({ labSlug, cell, timeZone, onDone }: CellActionsProps) {
  const client = useTRPCClient();
  const [test, setTest] = useState("");
  const [draft, setDraft] = useState<TimeRangeDraft>({ from: "", to: "" });
  const [typed, setTyped] = useState("");
  const { run, isBusy, alert } = useVerb(onDone);
  const ofTest = test === "" ? {} : { test: test.slice(1) };
  const isTyped = typed.trim() === cell.name;
  const { range } = prepareTimeRange(draft.from, draft.to, timeZone);
  const part = ({ fromMs, toMs }: { fromMs: number; toMs: number }) =>
    run(async () => {
      const given = { cell: cell.name, ...ofTest, from: fromMs, to: toMs };
      const { samples } = await client.cells.removeTimeRange.mutate({ labSlug, given });
      return `${samples.toLocaleString("en")} samples of ${cell.name} deleted.`;
    });
  const whole = () =>
    run(async () => {
      await client.cells.removeTest.mutate({ labSlug, given: { cell: cell.name, test: test.slice(1) } });
      return `${nameOfTest(test.slice(1))} of ${cell.name} deleted.`;
    });
  return (
    <details>
      <summary>Delete a time range or a test</summary>
      <p className={classes.hint}>Cycles are recomputed without it. This cannot be undone.</p>
      <TestChoice cell={cell} value={test} onChange={setTest} withAll />
      <TimeRangeFields draft={draft} timeZone={timeZone} onChange={setDraft} />
      <TypedName cell={cell} value={typed} onChange={setTyped} />
      {alert}
      <div className={classes.buttons}>
        <Button
          color="red"
          variant="outline"
          loading={isBusy}
          disabled={!isTyped || range === null}
          onClick={() => range && void part(range)}
        >
          Delete time range
        </Button>
        <Button
          color="red"
          variant="outline"
          loading={isBusy}
          disabled={!isTyped || test === ""}
          onClick={() => void whole()}
        >
          Delete whole test
        </Button>
      </div>
    </details>
  );
}

export function DeleteCell({ labSlug, cell, onDone }: CellActionsProps) {
  const client = useTRPCClient();
  const [typed, setTyped] = useState("");
  const { run, isBusy, alert } = useVerb(onDone);
  return (
    <details>
      <summary>Delete the cell</summary>
      <p className={classes.hint}>
        With it go its {cell.tests.length === 1 ? "test" : `${cell.tests.length} tests`}, every sample and what is known
        of it. This cannot be undone. Shared snapshots keep what they show of it until they end or are revoked.
      </p>
      <TypedName cell={cell} value={typed} onChange={setTyped} />
      {alert}
      <Button
        color="red"
        loading={isBusy}
        disabled={typed.trim() !== cell.name}
        onClick={() =>
          void run(async () => {
            await client.cells.remove.mutate({ labSlug, given: { cell: cell.name } });
            return `${cell.name} deleted.`;
          })
        }
      >
        Delete cell
      </Button>
    </details>
  );
}

function TypedName({ cell, value, onChange }: { cell: SheetCell; value: string; onChange: (text: string) => void }) {
  return (
    <TextInput
      label={`Type “${cell.name}” to confirm`}
      autoComplete="off"
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}
