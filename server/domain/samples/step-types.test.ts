import { expect, it } from "vitest";
import { modeOfStepType, sentModeOf } from "./step-types";

it.each([
  [
    "charge",
    ["charge", "CC_CHG", "CV_CHG", "CCCV_CHG", "CCCV Chg", "CP_Chg", "Constant current charging", "CHA", "CCChg"],
  ],
  [
    "discharge",
    [
      "discharge",
      "CC_DCH",
      "CC_DChg",
      "CCCV_DChg",
      "CV DChg",
      "DCH",
      "Dis",
      "Constant current discharging",
      "CC-Disch",
    ],
  ],
  ["rest", ["rest", "REST", "Rest", "OCV", "Pause", "PAU"]],
  ["other", ["EIS", "Pulse", "CV", "Control", "change", "distance", "", "?"]],
])("knows what means %s", (mode, stepTypes) => {
  expect(stepTypes.map((stepType) => [stepType, modeOfStepType(stepType)])).toEqual(
    stepTypes.map((stepType) => [stepType, mode]),
  );
});

it("takes our own words for a mode and step types that are understood, and no other", () => {
  const texts = ["charge", "discharge", "rest", "other", "CC_DChg", "OCV", "Other", "EIS", "pulse", ""];
  const modes = ["charge", "discharge", "rest", "other", "discharge", "rest", null, null, null, null];
  expect(texts.map(sentModeOf)).toEqual(modes);
});
