import { expect, it } from "vitest";
import { storeBatch } from "../../services/batches/store-batch";
import { putCell } from "../../services/cells/put-cell";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { batchOf, createLab } from "../../testing/factories";
import { inLab } from "../in-lab";
import { listCellActivity } from "./cell-activity-reads";

cloneTestDatabase();

const START_MS = 1.6e12;
const sample = (atMs: number, voltageV: number, currentA: number, cycle: number) => ({
  timeUs: 1000 * (START_MS + atMs),
  voltageV,
  currentA,
  cycle,
});

it("tells a cell's last sample, its cycle as shown, and what ended, whichever test they are of", async () => {
  const { scope } = await createLab();
  const list = (cellIds: number[] | null = null) =>
    inLab(scope, (tx) => listCellActivity(scope, tx, { limit: 10, cellIds }));
  await putCell(scope, { name: "made", changes: { nominalCapacityAh: 3 } });
  // The later test is sent first.
  await storeBatch(scope, batchOf("sent", [sample(9000, 3.9, -1.5, 2)], { test: "second" }));
  await storeBatch(scope, batchOf("sent", [sample(0, 3.1, 1, 7)], { test: "first" }));

  const [made, sent] = await list();
  expect(made).toMatchObject({
    name: "made",
    nominalCapacityAh: 3,
    lastSampleAtMs: null,
    cycle: null,
    arrivedAtMs: null,
  });
  expect(sent).toMatchObject({
    name: "sent",
    lastSampleAtMs: START_MS + 9000,
    lastVoltageV: 3.9,
    lastCurrentA: -1.5,
    cycle: 2,
    endedAtMs: null,
    arrivalIntervalS: null,
  });
  expect(sent?.arrivedAtMs).toBeGreaterThan(1.7e12);

  const ended = (endedAtMs: number) => ({ endedAt: new Date(START_MS + endedAtMs).toISOString(), cycleOffset: 40 });
  await putCell(scope, { name: "sent", changes: { tests: { first: ended(500), second: ended(8000) } } });
  // The end of another test is not this one's, and one before its last sample has been overtaken.
  expect((await list())[1]).toMatchObject({ cycle: 42, endedAtMs: null });
  await putCell(scope, { name: "sent", changes: { tests: { second: ended(9500) } } });
  expect((await list())[1]).toMatchObject({ endedAtMs: START_MS + 9500 });
  expect((await list([made?.cellId ?? 0])).map(({ name }) => name)).toEqual(["made"]);
});
