import fc from "fast-check";
import { expect, it } from "vitest";
import { parseTimeUs, timeUsInQuery, toIsoTime } from "./input-times";

const NOON_US = Date.UTC(2026, 0, 31, 12) * 1000;

it.each([
  ["2026-01-31T12:00:00Z", NOON_US],
  ["2026-01-31T12:00Z", NOON_US],
  ["2026-01-31T13:30:00+01:30", NOON_US],
  ["2026-01-31T04:00:00-0800", NOON_US],
  ["2026-01-31T04:00:00-08", NOON_US],
  ["2026-01-31T12:00:00.5Z", NOON_US + 500_000],
  ["2026-01-31T12:00:00,000001Z", NOON_US + 1],
  ["2026-01-31T12:00:00.1234564Z", NOON_US + 123_456],
  ["2026-01-31T12:00:00.1234565Z", NOON_US + 123_457],
  ["2026-01-31T12:00:00.9999999Z", NOON_US + 1_000_000],
  ["2024-02-29T00:00:00Z", Date.UTC(2024, 1, 29) * 1000],
  [NOON_US / 1000, NOON_US],
  [NOON_US / 1000 + 0.125, NOON_US + 125],
])("reads %s", (written, expected) => {
  expect(parseTimeUs(written)).toBe(expected);
});

it.each([
  "2026-01-31T12:00:00", // whose noon?
  "2026-01-31",
  "2026-04-31T12:00:00Z",
  "2026-02-29T12:00:00Z",
  "2026-13-01T12:00:00Z",
  "2026-01-31T24:00:00Z",
  "2026-01-31T12:60:00Z",
  "2026-01-31T12:00:60Z",
  "2026-01-31T12:00:00+24:00",
  "0026-01-31T12:00:00Z",
  "1769860800000",
  "now",
  "",
  Number.NaN,
  Number.POSITIVE_INFINITY,
  1e16,
  null,
  true,
  {},
])("refuses %s", (written) => {
  expect(parseTimeUs(written)).toBeNull();
});

it("keeps every µs through its own writing", () => {
  const timeUs = fc.integer({ min: Date.UTC(1990, 0, 1) * 1000, max: Date.UTC(2255, 0, 1) * 1000 });
  fc.assert(fc.property(timeUs, (us) => parseTimeUs(toIsoTime(us)) === us));
});

it("takes numbers as text in a query", () => {
  expect(timeUsInQuery.parse(String(NOON_US / 1000))).toBe(NOON_US);
  expect(timeUsInQuery.parse("2026-01-31T12:00:00Z")).toBe(NOON_US);
  expect(timeUsInQuery.safeParse("2026-01-31T13:00:00 01:00").success).toBe(false); // what "+" becomes in a URL
});
