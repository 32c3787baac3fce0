import { describe, expect, it } from "vitest";
import { importText, refusalOf } from "../../testing/files/imported-file";
import { questionOf } from "../../testing/files/made-up-file";

const STARTED = { startedAtUs: Date.UTC(2024, 0, 1) * 1000 };
const table = (headings: string, rows: readonly string[]) =>
  `${[headings, ...rows.map((row) => `${row},3.5,1`)].join("\n")}\n`;

describe("a clock beside no test time", () => {
  it.each([
    ["corrected", ["2024-01-05 12:00:00", "2024-01-05 12:20:00", "2024-01-05 12:10:30"], 570, "capacity is counted."],
    ["read in another zone", ["2024-10-27 02:59:00", "2024-10-27 02:00:00"], 3540, "time zone"],
    ["of twelve hours", ["2024-01-05 12:59:00", "2024-01-05 01:00:00"], 43_140, "AM and PM"],
  ])("asks about a clock %s that falls, says by how much, and what that may be", async (_, clocks, seconds, words) => {
    const text = table("date time,voltage (V),current (A)", clocks);
    expect(await questionOf(text, {})).toEqual(["clockFalls=accepted"]);
    const { summary } = await importText(text, { answers: { clockFalls: "accepted" } });
    expect(summary.warnings).toEqual([
      { row: clocks.length + 1, isSevere: true, message: expect.stringContaining(`falls by ${seconds} s`) },
    ]);
    expect(summary.warnings[0]?.message).toContain(words);
    const steps = clocks.map((clock, index) => `${index * 60},${clock}`);
    const goesOn = await importText(table("step time (s),date time,voltage (V),current (A)", steps));
    expect(goesOn.summary.warnings).toEqual([]);
  });
});

describe("rows from last to first are refused for what they are", () => {
  const minutes = [6, 5, 4, 3, 2, 1];
  it.each([
    ["date time", minutes.map((minute) => `2024-01-05 12:0${minute}:00`)],
    ["test time (s)", minutes.map((minute) => `${minute * 60}`)],
  ])("by their %s", async (heading, times) => {
    const text = table(
      `${heading},record,voltage (V),current (A)`,
      times.map((time, index) => `${time},${6 - index}`),
    );
    expect((await refusalOf(new TextEncoder().encode(text), STARTED)).problems).toEqual([
      { row: 1, column: heading, message: expect.stringContaining("in reverse order: sort the file by time") },
    ]);
  });
});
