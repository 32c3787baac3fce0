import { expect, it } from "vitest";
import { ageText } from "./prepare-age";

const NOW_MS = Date.UTC(2026, 2, 3, 12);
const given = { lastSampleAtMs: Date.UTC(2022, 0, 5, 8), arrivedAtMs: NOW_MS };

it.each([
  [{}, "now"],
  [{ arrivedAtMs: NOW_MS - 9_999 }, "now"],
  [{ arrivedAtMs: NOW_MS + 5_000 }, "now"], // a clock that is behind
  [{ arrivedAtMs: NOW_MS - 12_000 }, "12 s ago"],
  [{ arrivedAtMs: NOW_MS - 3 * 86_400_000 }, "2026-02-28"],
  [{ arrivedAtMs: null }, "2022-01-05"],
  [{ arrivedAtMs: null, lastSampleAtMs: null }, null],
])("of %j is %j", (changes, text) => {
  expect(ageText({ ...given, ...changes }, NOW_MS, "UTC")).toBe(text);
});
