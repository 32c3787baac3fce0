import { expect, it } from "vitest";
import type { PageStep } from "@/server/domain/cells/cell-page";
import { stepSpans } from "./prepare-step-spans";

it("says of steps when they ran and what they did", () => {
  const step = (given: Partial<PageStep>) => ({ startedAtMs: 5000, durationS: 60, step: null, ...given }) as PageStep;
  const steps = [
    step({ step: 2, mode: "charge", control: "CC-CV" }),
    step({ mode: "rest", control: "rest" }),
    step({ step: 4, mode: "discharge", control: null }),
    step({ mode: "mixed", control: "other" }),
  ];
  expect(stepSpans(steps).map(({ label }) => label)).toEqual(["2 CC-CV charge", "rest", "4 discharge", "mixed"]);
  expect(stepSpans(steps)[0]).toMatchObject({ from: 5000, to: 65_000 });
});
