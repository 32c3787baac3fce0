import { expect, it } from "vitest";
import { lastSampleText } from "./prepare-last-sample";

const NOW_MS = Date.UTC(2026, 2, 3, 12);
const taken2022 = Date.UTC(2022, 0, 5, 8);

it("gives the age of the arrival, whatever the sample's own clock says", () => {
  const last = lastSampleText({ arrivedAtMs: NOW_MS - 4000, lastSampleAtMs: taken2022 }, NOW_MS, "UTC");
  expect(last?.text).toBe("4.0 s ago");
  expect(last?.title).toBe("arrived 2026-03-03 11:59:56 (UTC), taken 2022-01-05 08:00:00 (UTC)");
});

it("gives the date of what came as a file, and nothing before the first sample", () => {
  expect(lastSampleText({ arrivedAtMs: null, lastSampleAtMs: taken2022 }, NOW_MS, "UTC")?.text).toBe("2022-01-05");
  expect(lastSampleText({ arrivedAtMs: null, lastSampleAtMs: null }, NOW_MS, "UTC")).toBeNull();
});
