import { CellCursor } from "@/server/domain/simulated-cells/cell-cursor";
import type { CellDesign } from "@/server/domain/simulated-cells/cell-design";
import type { SimulatedSample } from "@/server/domain/simulated-cells/cycle-samples";
import { type LabPlan, labStartMs } from "./lab-plan";
import { cellValues } from "./prepare-lab";
import { type StoredTest, storedLabStartMs } from "./stored-tests";

/** The cells of a lab with where each of them stands. Times are Unix ms. */
export type SimulatedLab = {
  cells: readonly CellDesign[];
  startMs: number;
  historyEndMs: number;
  /** The last sample of each cell that is known to the server, by name. */
  lastSampleMs: Map<string, number>;
  /** Cells that the server knows of. */
  introduced: Set<string>;
};

/** A new lab, or the one whose tests the server has. */
export function openLab(input: {
  cells: readonly CellDesign[];
  plan: LabPlan;
  tests: ReadonlyMap<string, StoredTest>;
  nowMs: number;
}): SimulatedLab {
  const { cells, plan, tests, nowMs } = input;
  const startMs = storedLabStartMs(cells, tests) ?? labStartMs(nowMs, plan);
  return {
    cells,
    startMs,
    historyEndMs: Math.min(nowMs, startMs + plan.historyMs),
    lastSampleMs: new Map([...tests].map(([name, { endedAtMs }]) => [name, endedAtMs])),
    introduced: new Set(tests.keys()),
  };
}

/** Start of a cell's own test, Unix ms. */
const testStartMs = (lab: SimulatedLab, cell: CellDesign) => lab.startMs + cell.startOffsetMs;

/** A reader of the samples that the server does not have yet. */
export function cursorOf(lab: SimulatedLab, cell: CellDesign, density: number): CellCursor {
  const lastMs = lab.lastSampleMs.get(cell.name);
  return new CellCursor(cell, { afterMs: lastMs === undefined ? null : lastMs - testStartMs(lab, cell), density });
}

/** The next samples of a cell up to `untilMs`, as rows of an ingest body. */
export function takeRows(lab: SimulatedLab, cursor: CellCursor, untilMs: number, limit: number) {
  const startMs = testStartMs(lab, cursor.cell);
  return cursor.takeUntil(untilMs - startMs, limit).map((sample) => toRow(cursor.cell.name, startMs, sample));
}

export type SampleRow = ReturnType<typeof toRow>;

function toRow(cell: string, startMs: number, sample: SimulatedSample) {
  return {
    cell,
    time: startMs + sample.testTimeMs,
    voltage: sample.voltageV,
    current: sample.currentA,
    temperature: sample.temperatureC,
    cycle: sample.cycle,
    step: sample.step,
    stepCount: sample.stepCount,
    mode: sample.mode,
    testTime: sample.testTimeMs / 1000,
  };
}

/** An ingest body; a cell that the server does not know yet is described in it. */
export function toBody(lab: SimulatedLab, rows: readonly SampleRow[]) {
  const names = new Set(rows.map(({ cell }) => cell));
  const news = lab.cells.filter(({ name }) => names.has(name) && !lab.introduced.has(name));
  const described = Object.fromEntries(news.map((cell) => [cell.name, cellValues(cell)]));
  return { samples: rows, ...(news.length > 0 ? { cells: described } : {}) };
}

/** Notes that the server has these rows. */
export function noteSent(lab: SimulatedLab, rows: readonly SampleRow[]): void {
  for (const { cell, time } of rows) {
    lab.lastSampleMs.set(cell, time);
    lab.introduced.add(cell);
  }
}
