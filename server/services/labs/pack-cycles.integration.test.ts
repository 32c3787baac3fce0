import { expect, it } from "vitest";
import { inLab } from "../../data/in-lab";
import { listLabsToPack, streamPackedCycles } from "../../data/series/packed-cycle-reads";
import type { LabScope } from "../../lab-scope";
import { allOf } from "../../testing/all-of";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { batchOf, createLab } from "../../testing/factories";
import { storeBatch } from "../batches/store-batch";
import { removeCell } from "../cells/remove-cell";
import { packCycles } from "./pack-cycles";

cloneTestDatabase();

const HOUR_US = 3600e6;
const START_US = 1.7e15;

/** Cycles of an hour of charge and one of discharge, the last of them open. */
const cycles = (from: number, to: number) =>
  Array.from({ length: 4 * (to - from + 1) }, (_, index) => ({
    timeUs: START_US + (4 * from + index) * HOUR_US,
    voltageV: 3,
    currentA: index % 4 < 2 ? 1 : -1,
    cycle: from + Math.floor(index / 4),
  }));

const isToBePacked = async (labId: number, leastCycles: number) =>
  (await listLabsToPack({ leastCycles, limit: 100 })).some((lab) => lab.labId === labId);

async function packedNumbers(scope: LabScope) {
  const tests = await inLab(scope, (tx) => allOf(streamPackedCycles(scope, tx, { quantities: ["startedAtUs"] })));
  return tests.map(({ cycles }) => [...cycles]);
}

it("is asked for when enough cycles changed since the lab was packed", async () => {
  const { labId, scope } = await createLab();
  await storeBatch(scope, batchOf("A", cycles(1, 4)));
  expect(await isToBePacked(labId, 5)).toBe(false);
  expect(await isToBePacked(labId, 4)).toBe(true);
  await packCycles(scope);
  expect(await isToBePacked(labId, 1)).toBe(false);
  await storeBatch(scope, batchOf("A", cycles(5, 5)));
  expect(await isToBePacked(labId, 1), "4, which the next one closed, and 5 are others").toBe(true);
  expect(await isToBePacked(labId, 3)).toBe(false);
});

it("packs what changed, in order, and leaves nothing of what was deleted", async () => {
  const { scope } = await createLab();
  await storeBatch(scope, batchOf("A", cycles(3, 4)));
  await storeBatch(scope, batchOf("B", cycles(7, 8)));
  await packCycles(scope);
  expect(await packedNumbers(scope)).toEqual([
    [3, 4],
    [7, 8],
  ]);
  await storeBatch(scope, batchOf("A", cycles(1, 1)));
  await removeCell(scope, { cell: "B" });
  expect(await packedNumbers(scope)).toEqual([[3, 4]]);
  await Promise.all([packCycles(scope), packCycles(scope)]);
  expect(await packedNumbers(scope)).toEqual([[1, 3, 4]]);
});
