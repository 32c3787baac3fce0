import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { splitIntoRuns } from "@/server/domain/cycles/runs";
import { SECONDS_PER_HOUR } from "@/server/domain/cycles/stored-quantities";
import { toSampleColumns } from "@/server/domain/samples/sample-columns";
import { dueRows, replayStart, toReplayRow } from "./replay";
import { parseReplayFile, type ReplayFile, ReplayFileError } from "./replay-file";

const parseText = (text: string) => parseReplayFile(new TextEncoder().encode(text));
const NOW_MS = Date.UTC(2026, 0, 31, 12);

describe("Neware's flat CSV", () => {
  let file: ReplayFile;
  beforeAll(async () => {
    file = await parseReplayFile(await readFile("fixtures/neware_uio.csv"));
  });

  it("is read whole, with the rows that share a time", () => {
    expect(file.rows).toHaveLength(9065);
    expect(file.rows.filter(({ record }) => record > 0)).toHaveLength(98);
    expect(new Set(file.rows.map(({ testTimeS, record }) => `${testTimeS} ${record}`)).size).toBe(9065);
    expect(file.startedAtMs).toBe(Date.UTC(2022, 4, 18, 16, 27, 52));
    expect(file.rows[0]).toEqual({
      testTimeS: 0,
      record: 0,
      voltageV: 2.917,
      currentA: 0,
      cycle: 1,
      step: 1,
      stepCount: 1,
      stepTimeS: 0,
      mode: "rest",
    });
  });

  it("counts past 24 h, and a step for each of the program's that is executed", () => {
    // Steps 1–9 of cycle 1, 2–9 of cycle 2, 2–9 and 11–14 of cycle 3, 11–13 and the rest after it of cycle 4.
    const steps = file.rows.filter(({ step }, index) => step !== file.rows[index - 1]?.step);
    expect(file.rows.at(-1)?.stepCount).toBe(steps.length);
    expect(file.rows.at(-1)?.testTimeS).toBeGreaterThan(144 * 3600);
    const rises = file.rows.every(({ testTimeS }, index) => testTimeS >= (file.rows[index - 1]?.testTimeS ?? 0));
    expect(rises).toBe(true);
  });

  it("gives the reference capacities when its rows are counted", async () => {
    const expected: { cycles: { cycle: number; chargeCapacityAh: number; dischargeCapacityAh: number }[] } = JSON.parse(
      await readFile("fixtures/expected/neware_uio.csv.json", "utf8"),
    );
    const columns = toSampleColumns(
      file.rows.map(({ testTimeS, ...row }) => ({ ...row, testTimeS, timeUs: Math.round(testTimeS * 1e6) })),
    );
    const runs = splitIntoRuns(columns, null, null);
    for (const { cycle, chargeCapacityAh, dischargeCapacityAh } of expected.cycles) {
      const ofCycle = runs.filter(({ sentCycle }) => sentCycle === cycle);
      const chargeAh = ofCycle.reduce((sum, run) => sum + run.chargeAs, 0) / SECONDS_PER_HOUR;
      const dischargeAh = ofCycle.reduce((sum, run) => sum + run.dischargeAs, 0) / SECONDS_PER_HOUR;
      expect(Math.abs(chargeAh - chargeCapacityAh)).toBeLessThanOrEqual(1e-6 * chargeCapacityAh + 1e-9);
      expect(Math.abs(dischargeAh - dischargeCapacityAh)).toBeLessThanOrEqual(1e-6 * dischargeCapacityAh + 1e-9);
    }
  });
});

describe("Battery Data Format", () => {
  it("is read by its machine-readable labels", async () => {
    const file = await parseReplayFile(await readFile("fixtures/landt_ligrr2032.bdf.csv"));
    expect(file.rows).toHaveLength(25_162);
    expect(file.startedAtMs).toBeNull();
    expect(file.rows[0]).toMatchObject({ testTimeS: 0.02, voltageV: 2.9215, currentA: 0, temperatureC: 0, step: 1 });
    expect(file.rows.at(-1)?.stepCount).toBe(4); // steps 1, 2, 3, 2
  });

  it("is read by its preferred labels, with a byte order mark and a clock", async () => {
    const text =
      "\ufeffTest Time / s,Unix Time / s,Voltage / V,Current / A,Step Count / 1\n1.5,1700000001.5,3.7,-0.1,4\n";
    expect(await parseText(text)).toEqual({
      startedAtMs: 1_700_000_000_000,
      rows: [{ testTimeS: 1.5, record: 0, voltageV: 3.7, currentA: -0.1, stepCount: 4 }],
    });
  });

  it("is sent with its step times", async () => {
    const text =
      "test_time_second,voltage_volt,current_ampere,step_index,step_time_second\n30,3.7,1,1,29.9\n60,3.7,1,1,59.9\n";
    const { rows } = await parseText(text);
    expect(rows.map((row) => toReplayRow("A", 1e12, row).stepTime)).toEqual([29.9, 59.9]);
  });

  it("is refused with the column or the line that cannot be read", async () => {
    await expect(parseText("Test Time / s,Current / A\n0,1\n")).rejects.toThrow(/no voltage column/);
    const text = "test_time_second,voltage_volt,current_ampere\n0,3.7,0\n1,,0\n";
    await expect(parseText(text)).rejects.toThrow("line 3, voltage_volt: voltage is missing");
    await expect(parseText("test_time_second,voltage_volt,current_ampere\n")).rejects.toThrow(ReplayFileError);
  });
});

describe("a replay", () => {
  let file: ReplayFile;
  beforeAll(async () => {
    file = await parseText(
      "test_time_second,voltage_volt,current_ampere\n0.02,3.7,0\n10,3.7,0\n10,3.8,1\n20.5,3.9,1\n",
    );
  });
  const start = (input: Partial<Parameters<typeof replayStart>[1]>) =>
    replayStart(file, { startedAtMs: null, stored: null, nowMs: NOW_MS, ...input });

  it("ends now where neither the file nor the user tells when it began", () => {
    expect(start({})).toEqual({ startedAtMs: NOW_MS - 20_500, fromRow: 0 });
    expect(start({ startedAtMs: 1e12 })).toEqual({ startedAtMs: 1e12, fromRow: 0 });
    expect(() => start({ startedAtMs: NOW_MS })).toThrow(/future/);
  });

  it("goes on where it was broken off, with all rows of the last stored time", () => {
    const stored = { startedAtMs: 1e12 + 20, endedAtMs: 1e12 + 10_000 };
    expect(start({ stored })).toEqual({ startedAtMs: 1e12, fromRow: 1 });
    expect(start({ stored, startedAtMs: 1e12 + 500 })).toEqual({ startedAtMs: 1e12 + 500, fromRow: 0 });
  });

  it("sends rows when they come due, in the words of the API", () => {
    expect(dueRows(file.rows, 1, { untilS: 15, limit: 10 })).toEqual(file.rows.slice(1, 3));
    expect(dueRows(file.rows, 1, { untilS: Number.POSITIVE_INFINITY, limit: 2 })).toEqual(file.rows.slice(1, 3));
    expect(file.rows.slice(2, 3).map((row) => toReplayRow("A", 1e12, row))).toEqual([
      { cell: "A", time: 1e12 + 10_000, testTime: 10, record: 1, voltage: 3.8, current: 1 },
    ]);
  });
});
