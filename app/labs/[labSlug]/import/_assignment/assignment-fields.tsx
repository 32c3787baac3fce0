"use client";

import { Checkbox, NativeSelect, TextInput } from "@mantine/core";
import { timeZoneChoices } from "@/app/_components/browser/time-zones";
import type { AssignmentRules } from "./assign-file";
import { HeaderFields } from "../_files/header-fields";
import classes from "../import-page.module.css";
import { placeholdersOf } from "./name-pattern";
import type { NameCheck } from "./prepare-rules";
import type { Assigned } from "./assigned";

type AssignmentFieldsProps = {
  assigned: readonly Assigned[];
  /** Names of the lab's metadata fields. */
  fields: readonly string[];
  rules: AssignmentRules;
  checks: { cell: NameCheck; test: NameCheck };
  timeZone: string;
  hasEnded: boolean;
  onRules: (rules: AssignmentRules) => void;
  onTimeZone: (timeZone: string) => void;
  onHasEnded: (hasEnded: boolean) => void;
};

/** What applies to all files: how their names and headers give cell and test, and the time zone they were recorded in. */
export function AssignmentFields(props: AssignmentFieldsProps) {
  const { assigned, fields, rules, checks, timeZone, hasEnded, onRules } = props;
  return (
    <section className={classes.rules} aria-labelledby="assignment">
      <h2 id="assignment">Cells and tests</h2>
      <div className={classes.ruleFields}>
        <div className={classes.wide}>
          <TextInput
            label="Pattern of the file names"
            description="{cell} and {test}, any other name in braces becomes metadata, * stands for anything"
            placeholder="{cell}_{test}_CH{channel}"
            value={rules.pattern}
            spellCheck={false}
            autoComplete="off"
            onChange={({ currentTarget }) => onRules({ ...rules, pattern: currentTarget.value })}
          />
          <p className={classes.dim} role="status">
            {patternResult(rules.pattern, assigned)}
          </p>
        </div>
        <NativeSelect
          label="Time zone of their clocks"
          description="Cyclers' files do not name one"
          value={timeZone}
          data={timeZoneChoices(timeZone)}
          onChange={({ currentTarget }) => props.onTimeZone(currentTarget.value)}
        />
        <NameField
          label="Name of the cell"
          description="Empty: {cell} of the pattern. Else as you write it, with any name of the pattern or of the file headers in braces"
          placeholder="{cell}"
          value={rules.cell}
          check={checks.cell}
          onName={(cell) => onRules({ ...rules, cell })}
        />
        <NameField
          label="Name of the test"
          description="Empty: {test} of the pattern; else the same way"
          placeholder="{test}"
          value={rules.test}
          check={checks.test}
          onName={(test) => onRules({ ...rules, test })}
        />
      </div>
      <HeaderFields assigned={assigned} fields={fields} rules={rules} onRules={onRules} />
      <Checkbox
        label="These tests have ended"
        description="Then their last cycle counts as complete, too"
        checked={hasEnded}
        onChange={({ currentTarget }) => props.onHasEnded(currentTarget.checked)}
      />
    </section>
  );
}

type NameFieldProps = {
  label: string;
  description: string;
  placeholder: string;
  value: string;
  check: NameCheck;
  onName: (name: string) => void;
};

function NameField({ check, onName, ...field }: NameFieldProps) {
  return (
    <div className={classes.wide}>
      <TextInput
        {...field}
        error={check.error}
        spellCheck={false}
        autoComplete="off"
        onChange={({ currentTarget }) => onName(currentTarget.value)}
      />
      {check.result && (
        <p className={classes.dim} role="status">
          {check.result}
        </p>
      )}
    </div>
  );
}

function patternResult(pattern: string, assigned: readonly Assigned[]): string {
  if (pattern.trim() === "")
    return "Without one, a file goes to the cell that its name contains, or to one of its own name.";
  const names = placeholdersOf(pattern);
  if (names.length === 0) return "No {placeholder} in it yet.";
  const fitting = assigned.filter(({ assignment }) => assignment.fitsPattern);
  const example = fitting[0];
  const fits = `Fits ${fitting.length} of ${assigned.length} file names.`;
  if (!example) return fits;
  const { cell, test, metadata } = example.assignment;
  const values = [["cell", cell], ...(test === "" ? [] : [["test", test]]), ...Object.entries(metadata)];
  return `${fits} ${example.file.file.name}: ${values.map((pair) => pair.join(" ")).join(", ")}`;
}
