import { expect } from "vitest";
import type { ImportedFile } from "./imported-file";

export const HEADINGS = ["Cycle", "Step", "Test Time (s)", "Voltage (V)", "Current (mA)", "Temperature (°C)"];
export const ROWS = [
  ["1", "1", "0", "3.5", "-1234.5", "25.1"],
  ["1", "1", "60.5", "3.4", "-1234.25", "25.2"],
  ["2", "2", "1000", "3.6", "500", ""],
];
/** The table has no clock. */
export const STARTED = { startedAtUs: Date.UTC(2024, 0, 1) * 1000 };
/** The table with this separator, without a last line end. */
export const text = (separator: string, headings = HEADINGS, rows: readonly string[][] = ROWS) =>
  [headings, ...rows].map((cells) => cells.join(separator)).join("\n");

/** Expects the rows, however the table was written. */
export function expectRows({ summary, parts }: ImportedFile): void {
  expect(summary.samples).toBe(3);
  const samples = parts[0]?.samples;
  expect([...(samples?.testTimeS ?? [])]).toEqual([0, 60.5, 1000]);
  expect([...(samples?.voltageV ?? [])]).toEqual([3.5, 3.4, 3.6]);
  expect([...(samples?.currentA ?? [])]).toEqual([-1.2345, -1.23425, 0.5]);
  expect([...(samples?.temperatureC ?? [])]).toEqual([25.1, 25.2, Number.NaN]);
  expect([...(samples?.cycle ?? [])]).toEqual([1, 1, 2]);
  expect([...(samples?.step ?? [])]).toEqual([1, 1, 2]);
}
