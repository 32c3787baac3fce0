"use client";

import { Button } from "@mantine/core";
import { Icon } from "@/app/_components/icons";
import classes from "./cycle-steps.module.css";

type CycleStepsProps = {
  before: number | null;
  cycle: number;
  after: number | null;
  onGo: (cycle: number | null) => void;
};

/** ◂ 211 · 212 · 213 ▸ */
export function CycleSteps({ before, cycle, after, onGo }: CycleStepsProps) {
  return (
    <nav className={classes.steps} aria-label="Cycles">
      <Button
        variant="default"
        size="compact-sm"
        className={classes.step}
        leftSection={<Icon name="left" size={12} />}
        disabled={before === null}
        aria-label={before === null ? "No cycle before" : `Cycle ${before}`}
        onClick={() => onGo(before)}
      >
        <span className={classes.number}>{before ?? "–"}</span>
      </Button>
      <span className={classes.here} aria-current="true">
        {cycle}
      </span>
      <Button
        variant="default"
        size="compact-sm"
        className={classes.step}
        rightSection={<Icon name="right" size={12} />}
        disabled={after === null}
        aria-label={after === null ? "No cycle after" : `Cycle ${after}`}
        onClick={() => onGo(after)}
      >
        <span className={classes.number}>{after ?? "–"}</span>
      </Button>
    </nav>
  );
}
