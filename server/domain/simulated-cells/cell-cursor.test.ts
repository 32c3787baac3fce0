import { expect, it } from "vitest";
import { CellCursor } from "./cell-cursor";
import { designCell } from "./cell-design";
import { planCycle, SWITCHING_MS } from "./cycle-plan";
import { samplesOfCycle } from "./cycle-samples";

const CELL = designCell(1, 0);
const first = planCycle(CELL, 1, 0);
const second = planCycle(CELL, 2, first.endMs + SWITCHING_MS);
const ALL = [first, second].flatMap((plan) => samplesOfCycle(CELL, plan, 1));

it("gives the samples of cycle after cycle, each once, however they are asked for", () => {
  const cursor = new CellCursor(CELL, { afterMs: null, density: 1 });
  const taken = [
    ...cursor.takeUntil(second.endMs, 7),
    ...cursor.takeUntil(first.endMs),
    ...cursor.takeUntil(second.endMs),
  ];
  expect(taken).toEqual(ALL);
  expect(cursor.takeUntil(second.endMs)).toEqual([]);
});

it("goes on behind the last sample that is there already", () => {
  const cursor = new CellCursor(CELL, { afterMs: ALL[9]?.testTimeMs ?? 0, density: 1 });
  expect(cursor.takeUntil(second.endMs)).toEqual(ALL.slice(10));
});
