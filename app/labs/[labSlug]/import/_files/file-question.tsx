"use client";

import { Button, Radio, Stack } from "@mantine/core";
import { useState } from "react";
import type { Answers, Question } from "@/server/importers/cycler-file";
import classes from "./file-card.module.css";

type FileQuestionProps = { question: Question; onAnswer: (answers: Answers) => void };

/** What only a person knows of a file whose own witnesses contradict each other; the likeliest answer is chosen beforehand. */
export function FileQuestion({ question, onAnswer }: FileQuestionProps) {
  const [chosen, setChosen] = useState("0");
  const choice = question.choices[Number(chosen)] ?? question.choices[0];
  return (
    <Radio.Group label="Which is right?" value={chosen} onChange={setChosen} className={classes.advice}>
      <Stack gap="xs" mt="xs">
        {question.choices.map(({ parameter, value, words }, index) => (
          <Radio key={`${parameter} ${value}`} value={String(index)} label={words} />
        ))}
        <div>
          <Button size="xs" onClick={() => onAnswer({ [choice.parameter]: choice.value })}>
            Read it like this
          </Button>
        </div>
      </Stack>
    </Radio.Group>
  );
}
