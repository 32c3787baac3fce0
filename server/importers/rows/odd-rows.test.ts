import { describe, expect, it } from "vitest";
import { clockAt, readText, rowsOf, textOf } from "../../testing/files/made-up-file";

const HEADINGS = "time_s,voltage_V,current_A";
/** A charge of 1 A with a row every 2 s; one row may say something else. */
const charge = (odd: { at: number; time?: number; voltage?: number; current?: number }, headings = HEADINGS) =>
  textOf(
    headings,
    rowsOf(100, (k) => {
      const isOdd = k === odd.at;
      const time = isOdd && odd.time !== undefined ? odd.time : 2 * k;
      const voltage = isOdd && odd.voltage !== undefined ? odd.voltage : 3.5 + 0.001 * k;
      const current = isOdd && odd.current !== undefined ? odd.current : 1;
      return `${time},${voltage},${current}${headings.includes("step") ? ",7" : ""}`;
    }),
  );
const RIGHT_AH = 198 / 3600;

describe("a single odd row is left out and named", () => {
  it.each([
    ["a test time too high", { at: 50, time: 100_026 }, "52: Test time 100026 s lies between 98 s and 102 s"],
    ["a test time of another file", { at: 50, time: 3_183_832_067.38 }, "52: Test time 3183832067.38 s"],
    ["a test time too high in the first rows", { at: 1, time: 1e6 }, "3: Test time 1000000 s"],
    ["a voltage too high", { at: 50, voltage: 38 }, "52: The voltage is 38 V, and about 3.549 V"],
    ["a voltage of nothing", { at: 50, voltage: 0 }, "52: The voltage is 0 V"],
    ["a negative voltage", { at: 50, voltage: -2.54 }, "52: The voltage is -2.54 V"],
    ["a sentinel for a current", { at: 50, current: -9999 }, "52: The current is -9999 A, and at most 1 A"],
    ["a current too high", { at: 50, current: 999 }, "52: The current is 999 A"],
  ])("%s", async (_, odd, message) => {
    for (const headings of [HEADINGS, `${HEADINGS},step`]) {
      const { chargeAh, dischargeAh, messages, summary } = await readText(charge(odd, headings));
      expect(chargeAh).toBeCloseTo(RIGHT_AH, 12);
      expect(dischargeAh).toBe(0);
      expect(summary.samples).toBe(99);
      expect(messages).toEqual([expect.stringContaining(message)]);
    }
  });

  it("by its clock, where there is no test time", async () => {
    const text = textOf(
      "Date,Voltage (V),Current (A)",
      rowsOf(100, (k) => `${clockAt(k === 50 ? 9e6 : 2 * k)},${3.5 + 0.001 * k},1`),
    );
    const { chargeAh, messages } = await readText(text, {});
    expect(chargeAh).toBeCloseTo(RIGHT_AH, 12);
    expect(messages).toEqual([expect.stringMatching(/^52: The clock shows 2024-04-14T04:00:00.*was left out/)]);
  });

  it("and only loses its clock where test time goes on", async () => {
    const text = textOf(
      "Test Time (s),Date,Voltage (V),Current (A)",
      rowsOf(100, (k) => `${2 * k},${clockAt(k === 50 ? 9e6 : 2 * k)},${3.5 + 0.001 * k},1`),
    );
    const { times, summary, messages } = await readText(text, {});
    expect(summary.samples).toBe(100);
    expect(((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1e6).toBe(198);
    expect(messages).toEqual([expect.stringContaining("it was ignored in this row")]);
  });
});

describe("what cells do stays", () => {
  it.each([
    ["a pulse of one row out of a rest", (k: number) => `${k},${k === 50 ? 3.9 : 3.7},${k === 50 ? 5 : 0}`],
    [
      "a pulse of one row with steps",
      (k: number) => `${k},3.7,${k === 50 ? 5 : 0.01},${k === 50 ? 2 : k < 50 ? 1 : 3}`,
    ],
    ["a drive cycle", (k: number) => `${k},${3.7 + (k % 7) / 20},${[5, -3, 0.2, -20, 12, 0, 1][k % 7]}`],
    ["a change of step", (k: number) => `${k},${k < 50 ? 4.2 : 2.9},${k < 50 ? 1 : -30}`],
    ["a pack whose voltage jumps", (k: number) => `${k},${400 + (k % 3) * 4},${k % 5}`],
    ["the last row", (k: number) => `${k},${k === 99 ? 2.5 : 3.7},-1`],
    ["a first step of microamperes", (k: number) => `${k},3.7,${k < 60 ? 1e-6 : 1}`],
  ])("%s", async (_, row) => {
    const first = row(0).split(",").length > 3 ? `${HEADINGS},step` : HEADINGS;
    const { summary, messages } = await readText(textOf(first, rowsOf(100, row)));
    expect(summary.samples).toBe(100);
    expect(messages.filter((message) => message.includes("left out"))).toEqual([]);
  });
});
