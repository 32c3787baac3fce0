import type { StepSpan } from "@/app/_charts/time-series/prepare-marks";
import type { PageStep } from "@/server/domain/cells/cell-page";

const MS_PER_S = 1000;

/** When steps ran, in Unix ms, and what each did: "2 CC-CV charge", with the program's number where it is known. */
export const stepSpans = (steps: readonly PageStep[]): StepSpan[] =>
  steps.map(({ step, mode, control, startedAtMs, durationS }) => ({
    label: [step, control === "rest" || control === "other" ? null : control, mode]
      .filter((word) => word !== null)
      .join(" "),
    from: startedAtMs,
    to: startedAtMs + durationS * MS_PER_S,
  }));
