import { expect, it } from "vitest";
import { retryDelayMs } from "./lab-client";
import { parseOptions, UsageError } from "./options";

const parse = (line: string, environment = {}) => parseOptions(line.split(" "), environment);

it("takes the key from the environment and fills in what is usual", () => {
  expect(parse("--url http://localhost:3000", { CHARGETRACKER_KEY: "ct_a" })).toEqual({
    kind: "simulate",
    options: { url: "http://localhost:3000", key: "ct_a", cells: 120, rate: 25, seed: 1 },
  });
  expect(parse("--url http://a --key ct_b --history 0", { CHARGETRACKER_KEY: "ct_a" }).options).toMatchObject({
    key: "ct_b",
    history: 0,
  });
});

it("tells a replay by its file", () => {
  expect(
    parse("--url http://a --key k --replay f.csv --cell B1 --speed max --started-at 2026-01-31T12:00:00Z"),
  ).toEqual({
    kind: "replay",
    options: {
      url: "http://a",
      key: "k",
      replay: "f.csv",
      cell: "B1",
      speed: "max",
      "started-at": Date.UTC(2026, 0, 31, 12),
      batch: 500,
    },
  });
});

it.each([
  ["--url http://a", /--key: missing/],
  ["--key k", /--url/],
  ["--url ftp://a --key k", /address of a server/],
  ["--url http://a --key k --cells 0", /--cells/],
  ["--url http://a --key k --rate fast", /--rate/],
  ["--url http://a --key k --nonsense 1", /nonsense/],
  ["--url http://a --key k --speed 2", /--speed: not an option here/],
  ["--url http://a --key k --replay f.csv", /--cell: missing/],
  ["--url http://a --key k --replay f.csv --cell c --started-at 2026-01-31", /offset/],
])("refuses %s", (line, message) => {
  expect(() => parse(line)).toThrow(UsageError);
  expect(() => parse(line)).toThrow(message);
});

it("waits as long as the server asks, else longer each time, within bounds", () => {
  expect(retryDelayMs(1, "5", 0)).toBe(5000);
  expect(retryDelayMs(1, "0", 0)).toBe(250);
  expect(retryDelayMs(1, "86400", 0)).toBe(60_000);
  expect(retryDelayMs(3, null, 0)).toBe(1000); // 250 ms × 2²
  expect(retryDelayMs(30, null, 1)).toBe(12_500); // 10 s and a quarter
});
