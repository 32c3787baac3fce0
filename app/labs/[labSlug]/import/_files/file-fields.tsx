"use client";

import { Autocomplete, TextInput } from "@mantine/core";
import { type Assignment, problemOfCell } from "../_assignment/assign-file";
import classes from "./file-card.module.css";
import { GivenAnswers } from "./given-answers";
import type { FileSettings, ImportFile } from "../_sending/import-files";
import { startInName } from "../_sending/start-in-name";
import { namesItsCells, startOf } from "../_sending/to-query";

type FileFieldsProps = {
  file: ImportFile;
  assignment: Assignment;
  cells: readonly string[];
  timeZone: string;
  onSet: (settings: Partial<FileSettings>) => void;
};

const MAX_SUGGESTED = 12;
const FROM = {
  typed: "",
  rule: "As named above",
  pattern: "From its name, by the pattern",
  "known cell": "Its name contains this cell's",
  "file name": "Its own name",
} as const;

/** Where one file goes; what is typed here wins over the rules for all. */
export function FileFields({ file, assignment, cells, timeZone, onSet }: FileFieldsProps) {
  const { preview, settings } = file;
  const { cell, test, metadata, cellFrom } = assignment;
  const isKnown = cells.includes(cell.normalize("NFC").trim());
  const hint = [FROM[cellFrom], isKnown ? "" : "a new cell"].filter((part) => part !== "").join("; ");
  const values = Object.entries(metadata);
  return (
    <>
      <div className={classes.fields}>
        {!namesItsCells(preview) && (
          <Autocomplete
            label="Cell"
            inputWrapperOrder={["label", "input", "description", "error"]}
            description={hint || "A cell of this lab"}
            data={[...cells]}
            limit={MAX_SUGGESTED}
            value={cell}
            error={problemOfCell(cell)}
            onChange={(typed) => onSet({ typed: { ...settings.typed, cell: typed } })}
          />
        )}
        <TextInput
          label="Test"
          inputWrapperOrder={["label", "input", "description", "error"]}
          description="Empty for the usual one"
          value={test}
          maxLength={128}
          onChange={({ currentTarget }) => onSet({ typed: { ...settings.typed, test: currentTarget.value } })}
        />
        {needsStart(file) && <StartField {...{ fileName: file.file.name, settings, timeZone, onSet }} />}
      </div>
      <GivenAnswers answers={settings.answers} onReset={() => onSet({ answers: {} })} />
      {values.length > 0 && (
        <ul className={classes.chips} aria-label="Metadata taken along">
          {values.map(([name, value]) => (
            <li key={name}>
              <bdi>{name}</bdi>: <bdi>{value}</bdi>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function needsStart({ preview, settings }: ImportFile): boolean {
  return settings.startedAt !== "" || (preview?.kind === "readable" && preview.needsStart);
}

type StartFieldProps = Pick<FileFieldsProps, "timeZone" | "onSet"> & { fileName: string; settings: FileSettings };

function StartField({ fileName, settings, timeZone, onSet }: StartFieldProps) {
  const { startedAt } = settings;
  const from = startedAt === startInName(fileName) ? "From its name" : "The file carries no clock";
  const isSkipped = startedAt !== "" && startOf(settings, timeZone) === null;
  return (
    <TextInput
      type="datetime-local"
      step={1}
      label="Test began"
      inputWrapperOrder={["label", "input", "description", "error"]}
      description={`${from}; in ${timeZone}`}
      value={startedAt}
      error={isSkipped ? "The clocks skip this time" : null}
      onChange={({ currentTarget }) => onSet({ startedAt: currentTarget.value })}
    />
  );
}
