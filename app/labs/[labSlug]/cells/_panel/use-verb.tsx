"use client";

import { useState } from "react";
import { failureOf } from "@/app/_trpc/trpc";
import classes from "./cell-panel.module.css";

/** Runs one action and reports its result. */
export function useVerb(onDone: (text: string) => void) {
  const [failure, setFailure] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const run = async (verb: () => Promise<string>) => {
    setIsBusy(true);
    setFailure(null);
    try {
      onDone(await verb());
    } catch (error) {
      setFailure(failureOf(error).message);
      setIsBusy(false);
    }
  };
  const alert = (
    <p role="alert" className={classes.failure}>
      {failure}
    </p>
  );
  return { run, isBusy, alert };
}
