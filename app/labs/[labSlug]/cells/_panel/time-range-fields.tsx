"use client";

import { TextInput } from "@mantine/core";
import { formatMoment } from "@/app/_charts/frame/prepare-numbers";
import classes from "./cell-panel.module.css";
import { prepareTimeRange } from "./prepare-time-range";

/** Both ends of a range of time as they are typed. */
export type TimeRangeDraft = { from: string; to: string };

type TimeRangeFieldsProps = {
  draft: TimeRangeDraft;
  /** Of the lab, which may be another than the browser's. */
  timeZone: string;
  onChange: (draft: TimeRangeDraft) => void;
};

export function TimeRangeFields({ draft, timeZone, onChange }: TimeRangeFieldsProps) {
  const { range, problems } = prepareTimeRange(draft.from, draft.to, timeZone);
  const common = { type: "datetime-local", step: 1 } as const;
  return (
    <>
      <TextInput
        {...common}
        label="From"
        error={problems.from}
        value={draft.from}
        onChange={({ currentTarget }) => onChange({ ...draft, from: currentTarget.value })}
      />
      <TextInput
        {...common}
        label="To, included"
        error={problems.to}
        value={draft.to}
        onChange={({ currentTarget }) => onChange({ ...draft, to: currentTarget.value })}
      />
      <p className={classes.hint}>
        In the lab's time zone, {timeZone}.{range && timeZone !== "UTC" && ` ${inUtc(range)}`}
      </p>
    </>
  );
}

/** The range as interpreted, where an hour occurs twice because clocks are put back. */
function inUtc({ fromMs, toMs }: { fromMs: number; toMs: number }): string {
  const [from, to] = [fromMs, toMs].map((atMs) => formatMoment(atMs, "UTC").replace(/ \(.*/, ""));
  return `That is ${from} to ${to} UTC.`;
}
