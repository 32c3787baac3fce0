import { expect, it } from "vitest";
import { startInName } from "./start-in-name";

it.each([
  ["A-01_2024-01-31_12-30-45.csv", "2024-01-31T12:30:45"],
  ["A-01 20240131T123045.csv", "2024-01-31T12:30:45"],
  ["20240131_1230_CH3.txt", "2024-01-31T12:30:00"],
  ["cell 2024.01.31 12h30m45.txt", "2024-01-31T12:30:45"],
  ["2024-01-31 - 08.05 rate.csv", "2024-01-31T08:05:00"],
])("is read from %s", (name, start) => {
  expect(startInName(name)).toBe(start);
});

it.each([
  ["a date alone", "A-01_2024-01-31.csv"],
  ["no date of a calendar", "A-01_2024-02-31_12-30.csv"],
  ["no time of day", "A-01_2024-01-31_25-30.csv"],
  ["a number that is longer", "12024-01-31_12-30-455.csv"],
  ["a serial number", "20240131123045.csv"],
  ["nothing of the kind", "A-01_rate_CH3.csv"],
])("is no start: %s", (_, name) => {
  expect(startInName(name)).toBeNull();
});
