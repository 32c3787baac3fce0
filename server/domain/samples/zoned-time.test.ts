import { expect, it } from "vitest";
import { clockOf, momentsOfWallTime } from "./zoned-time";

const iso = (text: string, timeZone: string) =>
  momentsOfWallTime(text, timeZone).map((atMs) => new Date(atMs).toISOString().replace(".000", ""));

it.each([
  ["UTC", "2026-03-01T14:05:09", "2026-03-01T14:05:09Z"],
  ["Europe/Berlin", "2026-03-01T14:05:09", "2026-03-01T13:05:09Z"], // +1
  ["Europe/Berlin", "2026-07-01 00:30", "2026-06-30T22:30:00Z"], // +2
  ["America/New_York", "2026-12-31T23:59:59", "2027-01-01T04:59:59Z"], // −5
  ["Asia/Kathmandu", "2026-01-01T00:00", "2025-12-31T18:15:00Z"], // +5:45
  ["Pacific/Kiritimati", "2026-01-01T00:00", "2025-12-31T10:00:00Z"], // +14
])("finds the moment in %s at %s", (timeZone, text, expected) => {
  expect(iso(text, timeZone)).toEqual([expected]);
});

it("finds both moments of an hour that comes twice", () => {
  expect(iso("2026-10-25T02:30", "Europe/Berlin")).toEqual(["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"]);
  expect(iso("2026-10-25T03:00", "Europe/Berlin")).toEqual(["2026-10-25T02:00:00Z"]);
  // Lord Howe Island puts its clocks back by half an hour, from 2:00 (+11) to 1:30 (+10:30).
  expect(iso("2026-04-05T01:45", "Australia/Lord_Howe")).toEqual(["2026-04-04T14:45:00Z", "2026-04-04T15:15:00Z"]);
});

it("finds none in an hour that the clocks skip, and none for what no clock shows", () => {
  expect(iso("2026-03-29T02:30", "Europe/Berlin")).toEqual([]);
  for (const text of ["", "2026-02-30T00:00", "2026-13-01T00:00", "2026-01-01T24:30", "2026-01-01", "12:00"]) {
    expect(iso(text, "UTC"), text).toEqual([]);
  }
});

it("knows no zone that is none", () => {
  expect(() => momentsOfWallTime("2026-01-01T00:00", "Mars/Olympus")).toThrow(RangeError);
});

it("tells what a zone's clocks show, as if it were UTC", () => {
  const berlin = clockOf("Europe/Berlin");
  const shown = (at: string) => new Date(berlin(Date.parse(at))).toISOString();
  expect(shown("2026-01-01T12:00:00Z")).toBe("2026-01-01T13:00:00.000Z"); // UTC+1
  expect(shown("2026-07-01T23:30:00Z")).toBe("2026-07-02T01:30:00.000Z"); // UTC+2
});
