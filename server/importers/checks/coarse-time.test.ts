import { describe, expect, it } from "vitest";
import {
  clockAt,
  questionOf,
  readText,
  refusalOfText,
  rowsOf,
  STARTED,
  textOf,
} from "../../testing/files/made-up-file";

/** Charge, rest and discharge, with a row every 10 s and ten minutes each. */
const rows = (time: (s: number) => string | number, step = (_: number): string => "") =>
  rowsOf(180, (k) => {
    const within = k % 60;
    const [voltageV, currentA] = [
      [3.5 + within / 100, 1] as const,
      [4.05 - within / 1e4, 0] as const,
      [4 - within / 100, -1] as const,
    ][Math.floor(k / 60)] ?? [0, 0];
    return `${time(10 * k)}${step(10 * within)},${voltageV.toFixed(4)},${currentA}`;
  });
const table = (heading: string, time: (s: number) => string | number) =>
  textOf(`${heading},Voltage (V),Current (A)`, rows(time));
const RIGHT_AH = 590 / 3600;

describe("times that are coarser than the rows", () => {
  it.each<[string, string, (s: number) => string | number, string]>([
    ["a clock of whole minutes", "Date Time", (s) => clockAt(s).slice(0, 16), "to 60 s only, and up to 11 %"],
    ["a clock of whole minutes with seconds", "Date Time", (s) => `${clockAt(s).slice(0, 16)}:00`, "to 60 s only"],
    ["whole minutes", "Test Time (min)", (s) => Math.floor(s / 60), "to 60 s only"],
    [
      "hours and minutes",
      "Test Time (hh:mm)",
      (s) => `0:${String(Math.floor(s / 60)).padStart(2, "0")}`,
      "to 60 s only",
    ],
    ["hours with two decimals", "Test Time (h)", (s) => (s / 3600).toFixed(2), "to 36 s only"],
    ["days of three decimals", "Date Time", (s) => (45_292 + s / 86_400).toFixed(3), "to 86.4 s only"],
  ])("are asked about, and kept in mind where they are accepted: %s", async (_, heading, time, words) => {
    const start = heading.startsWith("Date") ? {} : STARTED;
    expect(await questionOf(table(heading, time), start)).toEqual(["coarseTime=accepted"]);
    const { summary } = await readText(table(heading, time), { ...start, answers: { coarseTime: "accepted" } });
    const severe = summary.warnings.filter(({ isSevere }) => isSevere);
    expect(severe).toEqual([{ row: expect.any(Number), isSevere: true, message: expect.stringContaining(words) }]);
  });

  it("are not where the time of the step stands beside a clock of whole minutes", async () => {
    const headings = "Date Time,Step Time (s),Voltage (V),Current (A)";
    const text = textOf(
      headings,
      rows(
        (s) => clockAt(s).slice(0, 16),
        (s) => `,${s}`,
      ),
    );
    const { chargeAh, dischargeAh, messages } = await readText(text, {});
    expect([chargeAh, dischargeAh]).toEqual([expect.closeTo(RIGHT_AH, 9), expect.closeTo(RIGHT_AH, 9)]);
    expect(messages).toEqual([]);
  });

  it("are not where the steps are long beside the resolution", async () => {
    // Two rows a second with a clock of seconds: an hour in one step is as good as exact.
    const text = textOf(
      "Date Time,Voltage (V),Current (A)",
      rowsOf(7200, (k) => `${clockAt(k / 2)},${(3.5 + k / 1e4).toFixed(4)},1`),
    );
    const { chargeAh, messages } = await readText(text, {});
    expect([chargeAh, messages]).toEqual([expect.closeTo(1, 3), []]);
  });

  it.each<[string, string, (s: number) => string | number]>([
    ["a date", "Date Time", (s) => clockAt(s).slice(0, 10)],
    ["whole hours", "Test Time (h)", (s) => Math.floor(s / 3600)],
    ["Unix time of three digits", "Unix Time", () => "1.70E+09"],
  ])("are refused where they never move: %s", async (_, heading, time) => {
    expect((await refusalOfText(table(heading, time))).message).toContain("all rows have the same time");
  });
});

describe("rows whose distance no cycler has are asked about where nothing names the unit of time", () => {
  it.each<[string, number, string[]]>([
    ["days", 86_400, ["timeUnit=h", "timeUnit=d", "timeUnit=s"]],
    ["hours", 3600, ["timeUnit=min", "timeUnit=h", "timeUnit=d", "timeUnit=s"]],
    ["ms", 1e-3, ["timeUnit=ms", "timeUnit=s"]],
  ])("%s", async (_, unit, asked) => {
    const text = table("Test Time", (s) => s / unit);
    expect(await questionOf(text)).toEqual(asked);
    const answered = unit === 1e-3 ? "ms" : unit === 3600 ? "h" : "d";
    const { chargeAh } = await readText(text, { ...STARTED, answers: { timeUnit: answered } });
    expect(chargeAh).toBeCloseTo(RIGHT_AH, 6);
    await readText(text, { ...STARTED, answers: { timeUnit: "s" } });
  });

  it("and not where a heading names it", async () => {
    expect((await readText(table("Test Time (s)", (s) => s / 3600))).summary.samples).toBe(180);
  });
});
