import { expect, it } from "vitest";
import { twinSetting } from "./twin-setting";

it.each([
  ["active mass", "Active mass / g"],
  ["Mass of active material", "Active mass / g"],
  ["active_mass (mg)", "Active mass / g"],
  ["Nominal capacity", "Nominal capacity / Ah"],
  ["Area", "Electrode area / cm²"],
  ["Polarity", "Polarity"],
  ["cathode", null],
  ["mass loading", null],
  ["mass of electrolyte", null],
  ["", null],
])("a field “%s” stands beside the setting %s", (name, setting) => {
  expect(twinSetting(name)).toBe(setting);
});
