import { expect, it } from "vitest";
import { fitMetadataValue } from "./metadata-values";

const text = { type: "text", options: [] } as const;
const number = { type: "number", options: [] } as const;
const date = { type: "date", options: [] } as const;
const choice = { type: "choice", options: ["NMC811", "LFP"] } as const;

it.each([
  [text, " NMC811 ", "NMC811"],
  [text, 811, "811"],
  [number, 3.5, 3.5],
  [date, "2026-01-31", "2026-01-31"],
  [date, "2026-01-31T12:00:00+01:00", "2026-01-31T12:00:00+01:00"],
  [choice, "LFP", "LFP"],
])("stores in a field %j the value %j as %j", (field, sent, stored) => {
  expect(fitMetadataValue(field, sent)).toEqual({ value: stored });
});

it.each([
  [text, ""],
  [text, "a\u0000b"], // PostgreSQL's jsonb cannot hold it: a batch that carried it would never be stored
  [text, "\ud800"],
  [text, "a".repeat(1001)],
  [number, "3.5"],
  [number, Number.POSITIVE_INFINITY],
  [date, "31.1.2026"],
  [date, 20260131],
  [choice, "nmc811"],
])("refuses in a field %j the value %j", (field, sent) => {
  expect(fitMetadataValue(field, sent)).toHaveProperty("problem");
});

it("refuses text of a hundred megabytes as it refuses a thousand and one characters", () => {
  expect(fitMetadataValue(text, "u\u0308".repeat(50_000_000))).toHaveProperty("problem");
});
