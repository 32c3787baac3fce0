import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DateOrder, parseClock } from "../time/parse-clock";
import { parseElapsed } from "../time/parse-elapsed";
import { type NumberStyle, parseNumber } from "../numbers/parse-number";

const bytesOf = (text: string) => new TextEncoder().encode(text);
const PLAIN: NumberStyle = { decimal: ".", group: "" };
const number = (text: string, style = PLAIN) => parseNumber(bytesOf(text), 0, bytesOf(text).length, style);
const elapsed = (text: string) => parseElapsed(bytesOf(text), 0, bytesOf(text).length);
const clock = (text: string, order: DateOrder = "mdy") => parseClock(bytesOf(text), 0, bytesOf(text).length, order);

describe("a number", () => {
  it("is read as Number reads it, to the last bit", () => {
    const texts = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value.toExponential(15).replace("e", "E")),
      fc.tuple(fc.integer(), fc.integer({ min: 0, max: 20 })).map(([value, digits]) => (value / 1e4).toFixed(digits)),
      fc.stringMatching(/^[+-]?\d{1,25}(\.\d{0,25})?(e[+-]?\d{1,2})?$/),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const theirs = Number(text); // beyond 1.8e308 that is infinite, which is no number here
        expect(number(text)).toBe(Number.isFinite(theirs) ? theirs : Number.NaN);
      }),
      { numRuns: 2000 },
    );
  });

  it("has either decimal mark, spaces around it, and a thousands separator only where the style has one", () => {
    expect([number("3,7"), number(" 3.7\t"), number("-0,5E-3")]).toEqual([3.7, 3.7, -5e-4]);
    expect(number("1,234.5", { decimal: ".", group: "," })).toBe(1234.5);
    expect(number("-1.234.567,25", { decimal: ",", group: "." })).toBe(-1_234_567.25);
    expect(number("12 345,6", { decimal: ",", group: " " })).toBe(12_345.6);
    expect(number("1'234.5", { decimal: ".", group: "'" })).toBe(1234.5);
    for (const text of ["1,234", "-12,345", "+123,456"]) expect(number(text), text).toBeNaN(); // thousands or decimals?
    for (const text of ["1.234", "-12.345"]) expect(number(text, { decimal: ",", group: "" }), text).toBeNaN();
    const decimals = ["0,125", "1234,567", "1,2345", "1,25", ",125", "1,2E3", "1.234"].map((text) => number(text));
    expect(decimals).toEqual([0.125, 1234.567, 1.2345, 1.25, 0.125, 1200, 1.234]);
    expect(number("1,23.5", { decimal: ".", group: "," })).toBeNaN(); // no group of three
  });

  it("is none where Number has none, infinite or blank", () => {
    for (const text of [
      "",
      " ",
      "-",
      ".",
      "e5",
      "1e",
      "inf",
      "-inf",
      "Infinity",
      "NaN",
      "1e400",
      "0x10",
      "1 2",
      "1.2.3",
      "1,2,3",
      "12V",
    ]) {
      expect(number(text), text).toBeNaN();
    }
  });
});

it.each([
  ["0:00:00", 0],
  ["144:00:18", 518_418], // 144 h + 18 s
  ["00:00:01.250", 1.25],
  ["0:00:01,250", 1.25],
  ["1-02:03:04", 93_784], // 86,400 + 2 h 3 min 4 s = 7,384
  ["1d 02:03:04", 93_784],
  ["1 02:03:04", 93_784],
  ["2.03:04:05", 183_845], // 172,800 + 11,045
  ["  0d 00:00:5", 5],
  ["  0d 01:42:51.3600006103516", 6171.3600006103516],
])("reads the elapsed time %s", (text, seconds) => {
  expect(elapsed(text)).toBeCloseTo(seconds, 9);
});

it("reads no elapsed time out of anything else", () => {
  for (const text of ["", "12", "12:30", "1:2:3:4", "a:b:c", "::", "1:2:", "1-", "1d", "1:2:3x"])
    expect(elapsed(text), text).toBeNaN();
});

it.each([
  ["2022-05-18 16:27:52", "ymd", "2022-05-18T16:27:52.000Z"],
  ["2022/5/8 6:07:02", "ymd", "2022-05-08T06:07:02.000Z"],
  ["5/11/2021 3:40:24 PM", "mdy", "2021-05-11T15:40:24.000Z"],
  ["11/05/2021 12:00:00 AM", "dmy", "2021-05-11T00:00:00.000Z"],
  ["23-Nov-23 3:56:11 PM", "mdy", "2023-11-23T15:56:11.000Z"],
  ["11 December 2020, 12:22:12 PM", "mdy", "2020-12-11T12:22:12.000Z"],
  ["19.06.2023 17:56:53,5", "dmy", "2023-06-19T17:56:53.500Z"],
  ["3. 5. 2023 17:56", "dmy", "2023-05-03T17:56:00.000Z"],
  ["3. Mai 2023 17:56", "dmy", "2023-05-03T17:56:00.000Z"],
  ["11/20/2024 11:38:41.707", "mdy", "2024-11-20T11:38:41.707Z"],
  ["2022年5月18日 16:27:52", "mdy", "2022-05-18T16:27:52.000Z"],
  ["43374.5", "mdy", "2018-10-01T12:00:00.000Z"],
])("reads the clock face %s", (text, order, iso) => {
  const reading = clock(text, order as DateOrder); // of the table above
  expect(reading?.isMoment).toBe(false);
  expect(new Date((reading?.faceUs ?? Number.NaN) / 1000).toISOString()).toBe(iso);
});

it.each([
  ["2020-12-19T20:18:27+00:00", "2020-12-19T20:18:27.000Z"],
  ["2020-12-19T20:18:27.5Z", "2020-12-19T20:18:27.500Z"],
  ["2020-12-19 20:18:27 +0530", "2020-12-19T14:48:27.000Z"],
  ["1494377253.17", "2017-05-10T00:47:33.170Z"],
  ["1719933538046", "2024-07-02T15:18:58.046Z"],
  ["1.6566952984409E+16", "2022-07-01T17:08:18.440Z"],
])("reads the moment %s", (text, iso) => {
  const reading = clock(text);
  expect(reading?.isMoment).toBe(true);
  expect(new Date(Math.floor((reading?.faceUs ?? Number.NaN) / 1000)).toISOString()).toBe(iso);
});

it("knows the resolution of a clock", () => {
  const texts = [
    "2022-05-18 16:27:52",
    "2022-05-18 16:27",
    "2022-05-18 16:27:52.12",
    "43374.42",
    "1494377253.17",
    "1.4943E+09",
  ];
  expect(texts.map((text) => Math.round(clock(text)?.resolutionUs ?? 0))).toEqual([1e6, 60e6, 1e4, 864e6, 1e4, 1e11]);
});

it("reads no clock that no calendar has", () => {
  for (const text of [
    "",
    "2023-02-30 10:00:00",
    "13/13/2024 10:00",
    "2024-01-01 25:00:00",
    "2024-01-01 10:61:00",
    "12",
    "hello",
    "16:05:31", // a time of day, no 16 May 2031
    "05-18 12:05:09", // no year
    "05/18 12:05:09",
  ]) {
    expect(clock(text), text).toBeNull();
  }
});
