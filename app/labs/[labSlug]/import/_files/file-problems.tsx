"use client";

import { Checkbox } from "@mantine/core";
import type { FileProblem } from "@/server/importers/cycler-file";
import classes from "./file-card.module.css";
import type { FileSettings, ImportFile } from "../_sending/import-files";
import { FileQuestion } from "./file-question";
import { GivenAnswers } from "./given-answers";
import { adviceFor, isHalfLine, questionsOf } from "./prepare-file";
import { Warnings } from "../_history/warnings";

type FileProblemsProps = { file: ImportFile; onSet: (settings: Partial<FileSettings>) => void };

const MAX_SHOWN = 20;

/** Without the parameters of the REST API, for the choices stand below. */
const onPage = (problem: FileProblem): FileProblem =>
  problem.question
    ? { ...problem, message: problem.message.replace(/ (?:Say which it is:|To read it as it is, say) .*$/s, "") }
    : problem;

/** Why a file cannot be read, place by place, and what to do. */
export function FileProblems({ file, onSet }: FileProblemsProps) {
  const { preview, settings } = file;
  if (preview?.kind !== "unreadable") return null;
  const { problems, message } = preview;
  const more = problems.length - MAX_SHOWN;
  const [open] = questionsOf(preview);
  return (
    <section className={classes.problems} aria-label="Problems">
      <h4>{open ? "This file contradicts itself" : "This file cannot be read"}</h4>
      <Warnings
        warnings={problems.length === 0 ? [{ row: null, message }] : problems.slice(0, MAX_SHOWN).map(onPage)}
      />
      {more > 0 && <p className={classes.dim}>and {more} more</p>}
      <p className={classes.advice}>{adviceFor(file)}</p>
      {open && (
        <FileQuestion
          key={open.message}
          question={open.question}
          onAnswer={(answer) => onSet({ answers: { ...settings.answers, ...answer } })}
        />
      )}
      <GivenAnswers answers={settings.answers} onReset={() => onSet({ answers: {} })} />
      {problems.some(isHalfLine) && (
        <Checkbox
          label="Leave the half line out"
          checked={settings.isPartial}
          onChange={({ currentTarget }) => onSet({ isPartial: currentTarget.checked })}
        />
      )}
    </section>
  );
}
