import { expect, it } from "vitest";
import { allOf } from "../../testing/all-of";
import { storeBatch } from "../../services/batches/store-batch";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { batchOf, createLab } from "../../testing/factories";
import { testIdOf } from "../../testing/stored-cell";
import { inLab, inLabSnapshot } from "../in-lab";
import { getLabState } from "../labs/lab-state-reads";
import { listTestStarts, streamCycleColumns, streamLabCycles } from "./cycle-column-reads";

cloneTestDatabase();

const START_US = 1.7e15;
const HOUR_US = 3600e6;
/** An hour of 1 A of charge, then one of discharge, a cycle: 1 Ah each way, but for what lies between two runs. */
const cycle = (number: number, hour: number) =>
  [1, 1, -1, -1].map((currentA, index) => ({
    timeUs: START_US + (hour + index) * HOUR_US,
    voltageV: 3 + index / 10,
    currentA,
    cycle: number,
  }));

it("gives the cycles of a test by their numbers, in whatever order they were stored", async () => {
  const { scope } = await createLab();
  await storeBatch(scope, batchOf("A", [...cycle(7, 0), ...cycle(3, 4), ...cycle(5, 8)]));
  const testId = await testIdOf(scope, "A");
  await inLab(scope, async (tx) => {
    const quantities = ["dischargeCapacityAh", "maxTemperatureC", "startedAtUs"] as const;
    const [test, ...others] = await allOf(streamCycleColumns(scope, tx, { quantities, range: {} }));
    expect(others).toEqual([]);
    expect(test).toEqual({
      testId,
      cycles: Int32Array.of(3, 5, 7),
      isOpen: Uint8Array.of(0, 1, 0), // 5 came last
      isPartial: Uint8Array.of(0, 0, 1), // 7 is the test's first cycle and begins under current
      quantities: new Map([
        ["dischargeCapacityAh", Float64Array.of(1, 1, 1)],
        ["maxTemperatureC", Float64Array.of(Number.NaN, Number.NaN, Number.NaN)],
        ["startedAtUs", Float64Array.of(START_US + 4 * HOUR_US, START_US + 8 * HOUR_US, START_US)],
      ]),
    });
    expect(await allOf(streamLabCycles(scope, tx, { quantities }))).toEqual([test]);
    expect(await listTestStarts(scope, tx, { testIds: [testId] })).toEqual([{ testId, startedAtUs: START_US }]);
  });
});

it("gives what changed after a version, or some tests, only", async () => {
  const { scope } = await createLab();
  await storeBatch(scope, batchOf("A", [...cycle(1, 0), ...cycle(2, 4)]));
  const { version } = await inLab(scope, (tx) => getLabState(scope, tx));
  await storeBatch(scope, batchOf("A", cycle(3, 8)));
  await storeBatch(scope, batchOf("B", cycle(1, 0)));
  const [a, b] = [await testIdOf(scope, "A"), await testIdOf(scope, "B")];
  await inLab(scope, async (tx) => {
    const read = async (range: Parameters<typeof streamCycleColumns>[2]["range"]) => {
      const tests = await allOf(streamCycleColumns(scope, tx, { quantities: [], range }));
      return new Map(tests.map(({ testId, cycles }) => [testId, [...cycles]]));
    };
    expect(await read({ sinceVersion: version })).toEqual(
      new Map([
        [a, [2, 3]],
        [b, [1]],
      ]),
    ); // 2 is complete now
    expect(await read({ testIds: [a] })).toEqual(new Map([[a, [1, 2, 3]]]));
  });
});

it("leaves the connection of use to who stops early, and sees one moment in a snapshot", async () => {
  const { scope } = await createLab();
  for (const cell of ["A", "B", "C"]) await storeBatch(scope, batchOf(cell, cycle(1, 0)));
  await inLabSnapshot(scope, async (tx) => {
    const before = await getLabState(scope, tx);
    for await (const _ of streamCycleColumns(scope, tx, { quantities: [], range: {} })) break;
    await storeBatch(scope, batchOf("D", cycle(1, 0)));
    expect(await getLabState(scope, tx)).toEqual(before);
    expect(await allOf(streamCycleColumns(scope, tx, { quantities: [], range: {} }))).toHaveLength(3);
  });
});
