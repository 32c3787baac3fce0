import { describe, expect, it } from "vitest";
import { CellCursor } from "@/server/domain/simulated-cells/cell-cursor";
import { type CellDesign, designCell } from "@/server/domain/simulated-cells/cell-design";
import { labStartMs, planLab } from "./lab-plan";
import { advanceClock } from "./live-clock";
import { cursorOf, noteSent, openLab, takeRows, toBody } from "./simulated-lab";
import { storedLabStartMs } from "./stored-tests";

const NOW_MS = Date.UTC(2026, 0, 31, 12);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const cellsOf = (count: number) => Array.from({ length: count }, (_, index) => designCell(1, index));

describe("the plan of a lab", () => {
  const cells = cellsOf(120);
  const plan = planLab(cells, { historySamples: 900_000, ratePerS: 25, timeLapse: null });

  it("fills the history with 120 cycles a cell and more, and with no more samples than asked", () => {
    const taken = cells.map((cell) => {
      const samples = new CellCursor(cell, { afterMs: null, density: 1 }).takeUntil(
        plan.historyMs - cell.startOffsetMs,
      );
      return { count: samples.length, cycle: samples.at(-1)?.cycle ?? 0 };
    });
    const samples = taken.reduce((sum, { count }) => sum + count, 0);
    expect(samples).toBeGreaterThan(890_000);
    expect(samples).toBeLessThanOrEqual(900_000);
    expect(Math.min(...taken.map(({ cycle }) => cycle))).toBeGreaterThanOrEqual(120);
  });

  it("sends at the asked rate, and is a week from now when the history ends", () => {
    const fromMs = plan.historyMs;
    const lengthMs = 2 * HOUR_MS; // of simulated time, about a cycle
    const samples = cells.reduce((sum, cell) => {
      const cursor = new CellCursor(cell, { afterMs: fromMs - cell.startOffsetMs, density: plan.density });
      return sum + cursor.takeUntil(fromMs + lengthMs - cell.startOffsetMs).length;
    }, 0);
    const rate = samples / (lengthMs / 1000 / plan.timeLapse);
    expect(rate / 25).toBeGreaterThan(0.95);
    expect(rate / 25).toBeLessThan(1.05);
    const gapMs = NOW_MS - labStartMs(NOW_MS, plan) - plan.historyMs;
    expect(gapMs / (plan.timeLapse - 1) / DAY_MS).toBeCloseTo(7, 2);
  });

  it("keeps the rate with denser samples where the time-lapse is given or the cells are few", () => {
    const slow = planLab(cells, { historySamples: 0, ratePerS: 25, timeLapse: 1 });
    expect(slow).toMatchObject({ historyMs: 2.3 * HOUR_MS, timeLapse: 1 }); // until the last cell has started
    expect(slow.density).toBeCloseTo(plan.timeLapse, -1);
    const few = planLab(cellsOf(2), { historySamples: 0, ratePerS: 5, timeLapse: null });
    expect(few.timeLapse).toBe(60);
    expect(few.ratePerS).toBeCloseTo(5, 6);
  });
});

describe("a cursor", () => {
  it("goes on from any point as if it had never stopped", () => {
    const cell = designCell(3, 5);
    const whole = new CellCursor(cell, { afterMs: null, density: 1 }).takeUntil(20 * HOUR_MS);
    for (const at of [0, 1, 57, 58, 200, whole.length - 2]) {
      const afterMs = whole[at]?.testTimeMs ?? 0;
      const cursor = new CellCursor(cell, { afterMs, density: 1 });
      const rest = [
        ...cursor.takeUntil(Math.min(20 * HOUR_MS, afterMs + HOUR_MS), 7),
        ...cursor.takeUntil(20 * HOUR_MS),
      ];
      expect(rest).toEqual(whole.slice(at + 1));
    }
  });

  it("gives nothing that lies later than asked", () => {
    const cursor = new CellCursor(designCell(1, 1), { afterMs: null, density: 1 });
    expect(cursor.takeUntil(-1)).toEqual([]);
    const samples = cursor.takeUntil(3 * HOUR_MS);
    expect(samples.every(({ testTimeMs }) => testTimeMs <= 3 * HOUR_MS)).toBe(true);
    expect(cursor.takeUntil(3 * HOUR_MS)).toEqual([]);
  });
});

describe("a lab that is opened", () => {
  const cells = cellsOf(4);
  const plan = planLab(cells, { historySamples: 2000, ratePerS: 2, timeLapse: null });
  const open = (tests = new Map<string, { startedAtMs: number; endedAtMs: number }>()) =>
    openLab({ cells, plan, tests, nowMs: NOW_MS });

  it("goes on after the last stored sample of each cell, with the start that the tests tell", () => {
    const fresh = open();
    const [cell, other] = cells as [CellDesign, CellDesign];
    const rows = takeRows(fresh, cursorOf(fresh, cell, 1), fresh.historyEndMs, 100);
    const [first, last] = [rows[0]?.time ?? 0, rows.at(-1)?.time ?? 0];
    const later = openLab({
      cells,
      plan,
      tests: new Map([[cell.name, { startedAtMs: first, endedAtMs: last }]]),
      nowMs: NOW_MS + 5 * HOUR_MS,
    });
    expect(later.startMs).toBe(fresh.startMs);
    const all = takeRows(fresh, cursorOf(fresh, cell, 1), fresh.historyEndMs, 200);
    expect(takeRows(later, cursorOf(later, cell, 1), fresh.historyEndMs, 100)).toEqual(all.slice(100));
    expect(takeRows(later, cursorOf(later, other, 1), fresh.historyEndMs, 1)[0]?.testTime).toBe(0);
  });

  it("describes a cell until the server knows it", () => {
    const lab = open();
    const [cell] = cells as [CellDesign];
    const rows = takeRows(lab, cursorOf(lab, cell, 1), lab.historyEndMs, 3);
    expect(toBody(lab, rows).cells).toEqual({
      "W-01": {
        metadata: { cathode: "W", "test type": "standard", channel: "1-1" },
        nominalCapacityAh: cell.nominalCapacityAh,
      },
    });
    noteSent(lab, rows);
    expect(toBody(lab, rows)).toEqual({ samples: rows });
  });

  it("refuses cells that were not simulated with this seed", () => {
    const [first, second] = cells as [CellDesign, CellDesign];
    const tests = new Map([
      [first.name, { startedAtMs: first.startOffsetMs, endedAtMs: DAY_MS }],
      [second.name, { startedAtMs: second.startOffsetMs + 5000, endedAtMs: DAY_MS }],
    ]);
    expect(() => storedLabStartMs(cells, tests)).toThrow(/not simulated with this seed/);
    expect(storedLabStartMs(cells, new Map())).toBeNull();
  });
});

describe("the live clock", () => {
  it("runs ahead by the time-lapse, never past now, and then with now", () => {
    let clock = { simulatedMs: NOW_MS - HOUR_MS, isRealTime: false };
    let nowMs = NOW_MS;
    for (let tick = 0; tick < 1000; tick++) {
      nowMs += 300;
      clock = advanceClock(clock, 300, 30, nowMs);
      expect(clock.simulatedMs).toBeLessThanOrEqual(nowMs);
    }
    // An hour at 29 × closer a second is reached after 124 s, 414 ticks.
    expect(clock).toEqual({ simulatedMs: nowMs, isRealTime: true });
  });

  it("waits with a server that is away, and stands still when the wall clock is set back", () => {
    const clock = { simulatedMs: 0, isRealTime: false };
    expect(advanceClock(clock, HOUR_MS, 30, NOW_MS).simulatedMs).toBe(60_000); // 2 s × 30
    expect(advanceClock({ simulatedMs: NOW_MS, isRealTime: true }, 300, 30, NOW_MS - 1).simulatedMs).toBe(NOW_MS);
  });
});
