"use client";

import { Button } from "@mantine/core";
import type { Answers } from "@/server/importers/cycler-file";
import classes from "./file-card.module.css";

const WORDS: Record<keyof Answers, string> = {
  timeUnit: "Unit of time",
  currentUnit: "Unit of current",
  voltageUnit: "Unit of voltage",
  dateOrder: "Order of dates",
  positiveCurrent: "A positive current",
  timeFrom: "Times by",
  headings: "Headings of voltage and current",
  voltageColumn: "Voltage from the",
  currentColumn: "Current from the",
  countersDiffer: "Counters that differ",
  coarseTime: "Coarse times",
  clockFalls: "A clock that falls",
};
const VALUES: Record<string, string> = {
  uA: "µA",
  ymd: "year, month, day",
  dmy: "day, month, year",
  mdy: "month, day, year",
  testTime: "test time",
  clock: "the clock",
  asNamed: "as they stand",
  first: "first column",
  second: "second column",
  third: "third column",
  fourth: "fourth column",
};

/** What a person answered about a file, with the way to be asked again. */
export function GivenAnswers({ answers, onReset }: { answers: Answers; onReset: () => void }) {
  const given = Object.entries(answers) as [keyof Answers, string][]; // keys of a known type
  if (given.length === 0) return null;
  return (
    <p className={classes.dim}>
      {given.map(([name, value]) => `${WORDS[name]}: ${VALUES[value] ?? value}`).join("; ")}{" "}
      <Button size="compact-xs" variant="subtle" onClick={onReset}>
        Ask again
      </Button>
    </p>
  );
}
