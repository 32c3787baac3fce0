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

it("reads what the platform writes of any moment, and refuses what has a character too many", () => {
  const moment = fc.date({ min: new Date("0100-01-01"), max: new Date("2250-01-01"), noInvalidDate: true });
  fc.assert(
    fc.property(moment, fc.constantFrom("Z", "0", ".", " ", ":"), (date, tail) => {
      const written = date.toISOString();
      expect(parseTimeUs(written)).toBe(date.getTime() * 1000);
      expect(parseTimeUs(`${written}${tail}`)).toBeNull();
      expect(parseTimeUs(`${written.slice(0, -1)}+01:00${tail}`)).toBeNull();
    }),
    { numRuns: 2000 },
  );
});

/** The same grammar as a pattern, and the platform's calendar. */
function referenceUs(text: string): number | null {
  const form = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,18}))?)?(?:Z|([+-])(\d\d)(?::?(\d\d))?)$/i;
  const [written, ...parts] = form.exec(text) ?? [];
  if (written === undefined) return null;
  const [sign, fraction] = [parts[7], parts[6] ?? "0"];
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, , , zoneHour = 0, zoneMinute = 0] = parts.map(
    (part) => Number(part ?? 0),
  );
  const bounds = [
    [year, 100, 9999],
    [month, 1, 12],
    [day, 1, new Date(Date.UTC(year, month, 0)).getUTCDate()],
    [hour, 0, 23],
    [minute, 0, 59],
    [second, 0, 59],
    [zoneHour, 0, 23],
    [zoneMinute, 0, 59],
  ] as const;
  if (!bounds.every(([value, least, most]) => value >= least && value <= most)) return null;
  const offset = (zoneHour * 60 + zoneMinute) * (sign === "-" ? -1 : 1);
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute - offset, second));
  return date.getTime() * 1000 + Math.round(Number(fraction.padEnd(7, "0").slice(0, 7)) / 10);
}

it("reads one form of ISO 8601 and nothing else", () => {
  const typed = fc.array(fc.constantFrom(..."0123456789-+:.,TZt z"), { maxLength: 3 });
  fc.assert(
    fc.property(typed, fc.nat(33), fc.nat(3), (characters, at, cut) => {
      const base = "2024-02-28T12:10:11.1234567+01:10";
      const text = base.slice(0, at) + characters.join("") + base.slice(at + cut);
      expect([text, parseTimeUs(text)]).toEqual([text, referenceUs(text)]);
    }),
    { numRuns: 5000 },
  );
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
