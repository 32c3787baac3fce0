import { expect, it } from "vitest";
import { toChanges, toDraft } from "./lab-draft";

const settings = {
  name: "Bench",
  timeZone: "UTC",
  formationCycles: 0,
  endOfLifeRetention: 0.7,
  checkUpMaxRateC: null,
  rawRetentionDays: null,
  requiresTwoFactor: false,
};

it("sends nothing when nothing was changed", () => {
  expect(toChanges(settings, toDraft(settings))).toBeNull();
});

it("sends what was changed, percents as a fraction, an emptied field as null", () => {
  const draft = { ...toDraft(settings), endOfLifePercent: 80, rawRetentionDays: 90 };
  expect(toChanges(settings, draft)).toEqual({ endOfLifeRetention: 0.8, rawRetentionDays: 90 });
  expect(toChanges(settings, { ...toDraft(settings), checkUpMaxRateC: 0.12 })).toEqual({ checkUpMaxRateC: 0.12 });
  const checked = { ...settings, checkUpMaxRateC: 0.12 };
  expect(toChanges(checked, { ...toDraft(checked), checkUpMaxRateC: "" })).toEqual({ checkUpMaxRateC: null });
  const kept = { ...settings, rawRetentionDays: 90 };
  expect(toChanges(kept, { ...toDraft(kept), rawRetentionDays: "" })).toEqual({ rawRetentionDays: null });
});

it("sends nothing while a number is half typed", () => {
  expect(toChanges(settings, { ...toDraft(settings), name: "Another", formationCycles: "" })).toBeNull();
});
