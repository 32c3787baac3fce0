import { expect, it } from "vitest";
import { settingLabel, settingOf } from "./header-settings";

it.each([
  ["nominalCapacityAh", "Battery capacity", "4.500 A.h", 4.5],
  ["nominalCapacityAh", "Nennkapazität", "2,6 mAh", 0.0026],
  ["nominalCapacityAh", "Capacity (mAh)", "4500", 4.5],
  ["activeMassG", "Mass of active material", "0.001 mg", 1e-6],
  ["activeMassG", "Mass [mg]", "21.5", 0.0215],
  ["activeMassG", "Mass", "21.5 µg", 21.5e-6],
  ["electrodeAreaCm2", "Electrode surface area", "1.54 cm²", 1.54],
  ["electrodeAreaCm2", "Area", "153.9 mm^2", 1.539],
] as const)("%s of %j, %j, is %d", (setting, key, text, value) => {
  expect(settingOf(setting, key, text)).toBe(value);
});

it.each([
  ["nominalCapacityAh", "Battery capacity", "4.5"], // no unit
  ["nominalCapacityAh", "Mass of active material", "0.001 mg"], // another quantity
  ["activeMassG", "Mass", "-1 mg"],
  ["activeMassG", "Mass", "0.000 mg"],
  ["activeMassG", "Molecular weight", "95.9 g/mol"],
  ["nominalCapacityAh", "Capacity", "1e999 Ah"],
  ["nominalCapacityAh", "Capacity", ""],
  ["nominalCapacityAh", "Capacity", `${"9".repeat(50_000)} Ah`],
] as const)("%s is not told by %j, %j", (setting, key, text) => {
  expect(settingOf(setting, key, text)).toBeNull();
});

it("says what a value becomes", () => {
  expect(settingLabel("nominalCapacityAh", 0.0026)).toBe("Nominal capacity: 0.0026 Ah");
});
