import { expect, it } from "vitest";
import { refusalOf } from "./admission";

const bounds = { jobs: 100, ageS: 60 };
const easy = { usedBytes: 100, maxBytes: 1000, jobs: 5, ageS: 1, turns: 1 };

it.each([
  ["plenty of room", easy, null],
  ["just below its share of the memory", { ...easy, usedBytes: 600 }, null],
  ["above it", { ...easy, usedBytes: 601 }, "unavailable"],
  ["no bound of memory", { ...easy, usedBytes: 1e12, maxBytes: null }, null],
  ["as many jobs as may wait", { ...easy, jobs: 100 }, null],
  ["one more", { ...easy, jobs: 101 }, "too_many"],
  ["jobs that wait too long", { ...easy, ageS: 61 }, "too_many"],
  ["jobs of others that wait too long", { ...easy, ageS: 61, turns: 0 }, null],
  ["less than its share of a round waiting", { ...easy, ageS: 61, turns: 0.9 }, null],
  ["half of the jobs that may wait", { ...easy, turns: 50 / 16 }, null],
  ["more than that", { ...easy, turns: 51 / 16 }, "too_many"],
  ["both", { ...easy, usedBytes: 999, jobs: 101, ageS: 61 }, "unavailable"],
])("with %s", (_, { turns, ...fullness }, kind) => {
  const refusal = refusalOf(fullness, { turns, bounds });
  expect(refusal?.kind ?? null).toBe(kind);
  if (refusal) expect(refusal.retryAfterS).toBeGreaterThan(0);
});
