"use client";

import { Button, NativeSelect, NumberInput, SegmentedControl, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { CellHead } from "@/server/domain/cells/cell-page";
import { prepareCycleRange } from "../../_panel/prepare-cycle-range";
import { prepareTimeRange } from "../../_panel/prepare-time-range";
import { type TimeRangeDraft, TimeRangeFields } from "../../_panel/time-range-fields";
import type { CellPageState } from "../cell-page-state";
import classes from "./notes.module.css";
import { wallTime } from "./prepare-notes";
import type { NewNote } from "./use-notes";

type NoteFormProps = {
  head: CellHead;
  timeZone: string;
  /** What the charts show: its ends are offered. */
  state: CellPageState;
  /** Says why it was refused; null where it was added. */
  onAdd: (note: NewNote) => Promise<string | null>;
};

const MAX_TEXT = 500;
type Of = "all" | "cycles" | "times";
type Draft = { whom: string; of: Of; cycles: { from: string | number; to: string | number }; times: TimeRangeDraft };

/** Of whom, of what, and what is to be known. */
export function NoteForm({ head, timeZone, state, onAdd }: NoteFormProps) {
  const [draft, setDraft] = useState(() => firstDraft(state, timeZone));
  const [text, setText] = useState("");
  const [isBusy, setIsBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const put = (given: Partial<Draft>) => setDraft((before) => ({ ...before, ...given }));
  const whoms = whomOptions(head);
  // The cell may have lost the value that was chosen: a note of all cells with it must not become one of the lab.
  const whom = whoms.find(({ value }) => value === draft.whom) ?? whoms[0];
  const isOfCell = whom.value === "cell";
  // Many cells have a stretch of time in common, and nothing else.
  const of = isOfCell ? draft.of : "times";
  const prepared = targetOf({ ...draft, of }, timeZone);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (prepared === null) return;
    setIsBusy(true);
    setRefusal(
      await onAdd({ cell: isOfCell ? head.cell.name : null, match: whom.match, ...prepared, text: text.trim() }),
    );
    setIsBusy(false);
  };
  const { problem } = prepareCycleRange(draft.cycles.from, draft.cycles.to);
  return (
    <form className={classes.form} onSubmit={submit}>
      <NativeSelect
        label="Of"
        value={whom.value}
        data={whoms.map(({ value, label }) => ({ value, label }))}
        onChange={({ currentTarget }) => put({ whom: currentTarget.value })}
      />
      {isOfCell && (
        <SegmentedControl
          size="xs"
          aria-label="Of what of the cell"
          value={draft.of}
          data={[
            { value: "all", label: "All of it" },
            { value: "cycles", label: "Cycles" },
            { value: "times", label: "A stretch of time" },
          ]}
          onChange={(value) => put({ of: value })}
        />
      )}
      {of === "cycles" && (
        <div className={classes.fields}>
          <NumberInput
            label="From cycle"
            allowDecimal={false}
            hideControls
            value={draft.cycles.from}
            onChange={(from) => put({ cycles: { ...draft.cycles, from } })}
          />
          <NumberInput
            label="To cycle, included"
            allowDecimal={false}
            hideControls
            error={problem}
            value={draft.cycles.to}
            onChange={(to) => put({ cycles: { ...draft.cycles, to } })}
          />
        </div>
      )}
      {of === "times" && (
        <TimeRangeFields draft={draft.times} timeZone={timeZone} onChange={(times) => put({ times })} />
      )}
      <Textarea
        label="Note"
        placeholder="Chamber off, contact cleaned, pulse test …"
        autosize
        minRows={2}
        maxLength={MAX_TEXT}
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
      />
      <p role="alert" className={classes.said} data-tone="bad">
        {refusal}
      </p>
      <Button type="submit" loading={isBusy} disabled={prepared === null || text.trim() === ""}>
        Add the note
      </Button>
    </form>
  );
}

type Whom = { value: string; label: string; match: NewNote["match"] };

/** The cell, the cells that share a value with it, and the lab. */
function whomOptions({ cell }: CellHead): [Whom, ...Whom[]] {
  const shared = Object.entries(cell.metadata).map(([field, value]) => ({
    value: `field:${field}`,
    label: `All cells with ${field} ${value}`,
    match: { field, value: String(value) },
  }));
  return [
    { value: "cell", label: `Cell ${cell.name}`, match: null },
    ...shared,
    { value: "lab", label: "The whole lab", match: null },
  ];
}

/** What is zoomed to in the charts is what a note is likely of. */
function firstDraft(state: CellPageState, timeZone: string): Draft {
  const { from, to, cycle, since, until } = state;
  const times = {
    from: since === null ? "" : wallTime(since, timeZone),
    to: until === null ? "" : wallTime(until, timeZone),
  };
  const cycles = { from: from ?? cycle ?? "", to: to ?? cycle ?? "" };
  const of: Of = since !== null ? "times" : cycles.from !== "" ? "cycles" : "all";
  return { whom: "cell", of, cycles, times };
}

/** What the note is of; null while it is not said. */
function targetOf({ of, cycles, times }: Pick<Draft, "of" | "cycles" | "times">, timeZone: string) {
  if (of === "all") return { cycles: null, times: null };
  if (of === "cycles") {
    const { cycles: range } = prepareCycleRange(cycles.from, cycles.to);
    return range && { cycles: range, times: null };
  }
  const { range } = prepareTimeRange(times.from, times.to, timeZone);
  const iso = (atMs: number) => new Date(atMs).toISOString();
  return range && { cycles: null, times: { from: iso(range.fromMs), to: iso(range.toMs) } };
}
