import { describe, expect, it } from "vitest";
import { clockAt, questionOf, readText, rowsOf, STARTED, textOf } from "../../testing/files/made-up-file";

const two = (value: number) => String(value).padStart(2, "0");
const minutesAndSeconds = (s: number) => `${two(Math.floor(s / 60))}:${two(s % 60)}`;
const hoursAndMinutes = (s: number) => `${two(Math.floor(s / 3600))}:${two(Math.floor(s / 60) % 60)}`;
/** 120 rows of charge at 1 A, so many seconds apart, with further columns. */
const table = (headings: string, everyS: number, cells: (s: number, k: number) => readonly (string | number)[]) =>
  textOf(
    `${headings},Voltage (V),Current (A)`,
    rowsOf(120, (k) => [...cells(k * everyS, k), 3.5 + k / 1000, 1].join(",")),
  );

describe("times of two parts", () => {
  it.each<[string, string, (s: number, k: number) => readonly (string | number)[]]>([
    ["the unit in the heading", "Test Time (mm:ss)", (s) => [minutesAndSeconds(s)]],
    ["another in the heading", "Test Time (min:s)", (s) => [minutesAndSeconds(s)]],
    ["minutes in the heading", "Test Time (min)", (s) => [minutesAndSeconds(s)]],
    ["decimals", "Test Time", (s) => [`${minutesAndSeconds(s)}.5`]],
    ["the clock", "Test Time,Date Time", (s) => [minutesAndSeconds(s), clockAt(s)]],
    ["step time", "Test Time,Step Time (s)", (s) => [minutesAndSeconds(s), s]],
    ["step time with hours", "Test Time,Step Time", (s) => [minutesAndSeconds(s), `0:${minutesAndSeconds(s)}`]],
    ["a counter", "Test Time,Charge Capacity (Ah)", (s) => [minutesAndSeconds(s), s / 3600]],
    ["hours in later rows", "Test Time", (s) => [s < 600 ? minutesAndSeconds(s) : `0:${minutesAndSeconds(s)}`]],
  ])("are minutes and seconds by %s", async (_, headings, cells) => {
    const { chargeAh, messages } = await readText(table(headings, 10, cells), headings.includes("Date") ? {} : STARTED);
    expect([chargeAh, messages]).toEqual([expect.closeTo(1190 / 3600, 9), []]);
  });

  it.each<[string, string, (s: number, k: number) => readonly (string | number)[]]>([
    ["the unit in the heading", "Test Time (hh:mm)", (s) => [hoursAndMinutes(s)]],
    ["hours in the heading", "Test Time (h)", (s) => [hoursAndMinutes(s)]],
    ["the clock", "Test Time,Date Time", (s) => [hoursAndMinutes(s), clockAt(s)]],
    ["step time", "Test Time,Step Time (s)", (s) => [hoursAndMinutes(s), s]],
    ["a counter", "Test Time,Charge Capacity (Ah)", (s) => [hoursAndMinutes(s), s / 3600]],
  ])("are hours and minutes by %s", async (_, headings, cells) => {
    const { chargeAh, messages } = await readText(table(headings, 60, cells), headings.includes("Date") ? {} : STARTED);
    expect([chargeAh, messages]).toEqual([expect.closeTo(7140 / 3600, 9), []]);
  });

  it("are asked about where nothing shows which, and read as answered", async () => {
    const text = table("Test Time", 60, (s) => [hoursAndMinutes(s)]);
    expect(await questionOf(text)).toEqual(["timeUnit=min", "timeUnit=h"]);
    const hours = await readText(text, { ...STARTED, answers: { timeUnit: "h" } });
    const minutes = await readText(text, { ...STARTED, answers: { timeUnit: "min" } });
    expect([hours.chargeAh, minutes.chargeAh]).toEqual([expect.closeTo(7140 / 3600, 9), expect.closeTo(119 / 3600, 9)]);
  });

  it("are not shown by a step time that is written the same way", async () => {
    const text = table("Test Time,Step Time", 10, (s) => [minutesAndSeconds(s), minutesAndSeconds(s)]);
    expect(await questionOf(text)).toEqual(["timeUnit=min", "timeUnit=h"]);
  });

  it("of a step are read by the test time beside them", async () => {
    const text = table("Test Time (s),Step Time", 60, (s) => [s, hoursAndMinutes(s)]);
    const { parts, messages } = await readText(text);
    expect([parts[0]?.samples.stepTimeS[119], messages]).toEqual([7140, []]);
  });
});

describe("a step time whose heading names its unit", () => {
  const seconds = (unit: number, heading: string) => table(`${heading},Step Time (s)`, 10, (s) => [s / unit, s]);

  it.each([
    ["ms", 1e-3],
    ["minutes", 60],
    ["hours", 3600],
  ])("shows that a test time of no unit is in %s", async (_, unit) => {
    const { chargeAh, messages } = await readText(seconds(unit, "Test Time"));
    expect([chargeAh, messages]).toEqual([expect.closeTo(1190 / 3600, 9), []]);
  });

  it("is asked about beside a test time that names another", async () => {
    const text = seconds(60, "Test Time (s)");
    expect(await questionOf(text)).toEqual(["timeUnit=min", "timeUnit=s"]);
    const { chargeAh, messages, parts } = await readText(text, { ...STARTED, answers: { timeUnit: "min" } });
    expect([chargeAh, messages]).toEqual([expect.closeTo(1190 / 3600, 9), []]);
    expect(parts[0]?.samples.stepTimeS[7]).toBe(70); // its own heading held
    const { summary } = await readText(text, { ...STARTED, answers: { timeUnit: "s" } });
    expect(summary.warnings).toEqual([
      { row: null, isSevere: true, message: expect.stringContaining('"Step Time (s)" passes 60 times as fast') },
    ]);
  });

  it("is asked about where a clock goes with the test time", async () => {
    const text = table("Date Time,Test Time (s),Step Time (s)", 10, (s) => [clockAt(s), s, s / 60]);
    expect(await questionOf(text)).toEqual(["timeUnit=s"]);
    const { messages, parts } = await readText(text, { ...STARTED, answers: { timeUnit: "s" } });
    expect([parts[0]?.samples.stepTimeS[6], messages]).toEqual([60, []]);
  });
});

it.each<[string, (s: number) => string]>([
  ["minutes, seconds and ms, all with colons", (s) => `${minutesAndSeconds(s)}:500`],
  ["hours, minutes, seconds and ms, all with colons", (s) => `0:${minutesAndSeconds(s)}:500`],
  ["days in a word", (s) => `0 days 00:${minutesAndSeconds(s)}`],
  ["days in a word, with decimals", (s) => `0 days 00:${minutesAndSeconds(s)}.500000`],
  ["one day in a word", (s) => `1 day 00:${minutesAndSeconds(s)}`],
])("times as %s are read", async (_, written) => {
  const { chargeAh, messages } = await readText(table("Test Time", 10, (s) => [written(s)]));
  expect([chargeAh, messages]).toEqual([expect.closeTo(1190 / 3600, 9), []]);
});

it.each(["00:75:00", "00:00:75", "0:0:0:0", "1:2:3:4", "12:", ":30", "1 dag 00:00:01"])(
  "%s is no time",
  async (time) => {
    await expect(
      readText(table("Test Time", 10, (_, k) => [k === 60 ? time : `0:${minutesAndSeconds(10 * k)}`])),
    ).rejects.toThrow(`"${time}" is not a test time`);
  },
);
