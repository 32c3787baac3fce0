import { describe, expect, it } from "vitest";
import { clockAt, readText, refusalOfText, rowsOf, STARTED, textOf } from "../../testing/made-up-file";

const table = (heading: string, time: (s: number) => string, further = "") =>
  textOf(
    `${heading},Voltage (V),Current (A)`,
    rowsOf(120, (k) => `${time(10 * k)}${further},${(3.5 + k / 1000).toFixed(4)},1`),
  );
const RIGHT_AH = 1190 / 3600;
const halfOfDay = (s: number) => {
  const [hour = 0, ...rest] = clockAt(s).slice(11).split(":").map(Number);
  const twelve = hour % 12 === 0 ? 12 : hour % 12;
  return `${twelve}:${rest.map((part) => String(part).padStart(2, "0")).join(":")} ${hour < 12 ? "AM" : "PM"}`;
};

describe("times of day without a date are a time since the first row", () => {
  it.each<[string, string, (s: number) => string]>([
    ["in the afternoon", "Timestamp", (s) => clockAt(s + 50_000).slice(11)],
    ["over midnight", "Timestamp", (s) => clockAt(s + 86_000).slice(11)],
    ["with AM and PM", "DPt Time", (s) => halfOfDay(s + 43_000)],
    ["with AM and PM over midnight", "DPt Time", (s) => halfOfDay(s + 86_000)],
    ["with decimals", "System Time", (s) => `${clockAt(s + 86_000).slice(11)}.250`],
  ])("%s", async (_, heading, time) => {
    const { chargeAh, times, messages } = await readText(table(heading, time));
    expect([chargeAh, messages]).toEqual([expect.closeTo(RIGHT_AH, 9), []]);
    expect([times[0], times.at(-1)]).toEqual([STARTED.startedAtUs, STARTED.startedAtUs + 1190e6]);
  });

  it("with the date above the table", async () => {
    const text = `Date of Test:\t11/13/2017\n${table("DPt Time", (s) => clockAt(s + 86_000).slice(11))}`;
    const { times } = await readText(text, {});
    expect(new Date((times[0] ?? 0) / 1000).toISOString()).toBe("2017-11-13T23:53:20.000Z");
    expect(new Date((times.at(-1) ?? 0) / 1000).toISOString()).toBe("2017-11-14T00:13:10.000Z");
  });

  it("ask for the date where nothing tells it", async () => {
    const { message } = await refusalOfText(
      table("Timestamp", (s) => clockAt(s).slice(11)),
      {},
    );
    expect(message).toContain("has times of day and no line says the date");
  });
});

describe("a table none of whose times can be read is refused, also with a start", () => {
  it.each([
    ["Excel's day 0", "Test Time", "1900-01-00 00:00:00"],
    ["Excel's day 0 as in America", "Test Time", "1/0/1900 0:00:00"],
    ["the day of a year", "Date", "2024-134 22:40:00"],
    ["a zone in letters", "Date", "2024-05-13 22:40:00 CEST"],
  ])("%s", async (_, heading, time) => {
    const { problems } = await refusalOfText(table(heading, () => time));
    expect(problems).toEqual([
      { row: 1, column: heading, message: expect.stringContaining(`"${time}" in column "${heading}" is not read as`) },
    ]);
  });

  it("as is one whose only times are empty", async () => {
    expect((await refusalOfText(table("Test Time", () => ""))).message).toContain("the column of times is empty");
  });
});
