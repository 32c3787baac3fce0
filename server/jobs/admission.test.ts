import { expect, it } from "vitest";
import { refusalOf } from "./admission";

const bounds = { jobs: 100, ageS: 60 };
const easy = { usedBytes: 100, maxBytes: 1000, jobs: 5, ageS: 1 };

it.each([
  ["plenty of room", easy, null],
  ["just below its share of the memory", { ...easy, usedBytes: 600 }, null],
  ["above it", { ...easy, usedBytes: 601 }, "unavailable"],
  ["no bound of memory", { ...easy, usedBytes: 1e12, maxBytes: null }, null],
  ["as many jobs as may wait", { ...easy, jobs: 100 }, null],
  ["one more", { ...easy, jobs: 101 }, "too_many"],
  ["jobs that wait too long", { ...easy, ageS: 61 }, "too_many"],
  ["both", { usedBytes: 999, maxBytes: 1000, jobs: 101, ageS: 61 }, "unavailable"],
])("with %s", (_, fullness, kind) => {
  const refusal = refusalOf(fullness, bounds);
  expect(refusal?.kind ?? null).toBe(kind);
  if (refusal) expect(refusal.retryAfterS).toBeGreaterThan(0);
});
