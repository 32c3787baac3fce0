import { afterEach, expect, it } from "vitest";
import { changeInLabConfig } from "../../../data/change-in-lab";
import { inLab } from "../../../data/in-lab";
import { findCellName } from "../../../data/series/test-state-reads";
import type { LiveEvent } from "../../../domain/groups/groups-view";
import { requestRedis } from "../../../jobs/redis";
import { storeBatch } from "../../../services/batches/store-batch";
import { putCell } from "../../../services/cells/put-cell";
import { cloneTestDatabase } from "../../../testing/clone-test-database";
import { batchOf, createLab } from "../../../testing/factories";
import { labEvents } from "./lab-events";

cloneTestDatabase();

const NEVER_MS = 60_000;
const AT_ONCE_MS = 20;

const leaving = new Set<AbortController>();
afterEach(() => {
  for (const page of leaving) page.abort();
  leaving.clear();
});

/** A page of a lab that has heard where the lab stands. */
async function openPage({ pollEveryMs }: { pollEveryMs: number }) {
  const lab = await createLab();
  const { cell } = await putCell(lab.scope, { name: "A", changes: {} });
  const page = new AbortController();
  leaving.add(page);
  const events = labEvents(lab.scope, { mayListen: async () => true, signal: page.signal, pollEveryMs });
  const next = async (): Promise<LiveEvent> => {
    const { value, done } = await events.next();
    if (done) throw new Error("the stream ended");
    return value;
  };
  const { version } = await next();
  return { ...lab, cellId: cell.cellId, version, next };
}

it("tells of each change which cells it changed and of what kind it was", async () => {
  const { scope, cellId, version, next } = await openPage({ pollEveryMs: NEVER_MS });
  await putCell(scope, { name: "A", changes: { activeMassG: 2 } });
  expect(await next()).toEqual({
    version: version + 1,
    lastReceivedAtMs: null,
    cellIds: [cellId],
    isConfiguration: true,
  });

  const batch = batchOf("A", [{ timeUs: 1.7e15, voltageV: 3, currentA: 1 }]);
  await storeBatch(scope, batch); // makes the test "", then stores into it: two changes
  const received = Date.parse(batch.receivedAt);
  const events = [await next()];
  while (events.at(-1)?.version !== version + 3) events.push(await next());
  expect(events.every(({ cellIds }) => cellIds?.join() === String(cellId))).toBe(true);
  expect(events.at(-1)).toMatchObject({ version: version + 3, lastReceivedAtMs: received });

  await storeBatch(scope, batchOf("A", [{ timeUs: 1.8e15, voltageV: 3, currentA: 1 }]));
  expect(await next()).toMatchObject({ version: version + 4, cellIds: [cellId], isConfiguration: false });
});

it("finds a change whose process was killed between commit and publication", async () => {
  const { scope, cellId, version, next } = await openPage({ pollEveryMs: AT_ONCE_MS });
  await changeInLabConfig(scope, {
    work: (tx) => tx.cell.updateMany({ where: { cellId }, data: { name: "B" } }),
    raises: () => "configuration",
  });
  expect(await next()).toEqual({ version: version + 1, lastReceivedAtMs: null, cellIds: null, isConfiguration: true });
  expect(await inLab(scope, (tx) => findCellName(scope, tx, { cellId }))).toBe("B");
});

it("finds a change that could not be published because Redis was away", async () => {
  const { scope, version, next } = await openPage({ pollEveryMs: AT_ONCE_MS });
  const redis = requestRedis();
  redis.disconnect();
  await putCell(scope, { name: "A", changes: { activeMassG: 2 } }); // is stored all the same
  expect(await next()).toMatchObject({ version: version + 1, cellIds: null, isConfiguration: true });
  await redis.connect();
});

it("finds at the next change that the one before it was not published", async () => {
  const { scope, version, next } = await openPage({ pollEveryMs: NEVER_MS });
  await changeInLabConfig(scope, { work: async () => {}, raises: () => "series" });
  await putCell(scope, { name: "A", changes: { activeMassG: 2 } });
  expect(await next()).toMatchObject({ version: version + 2, cellIds: null, isConfiguration: true });
});

it("publishes a batch again that another process stored and did not publish", async () => {
  const { scope, version, next } = await openPage({ pollEveryMs: NEVER_MS });
  const batch = batchOf("A", [{ timeUs: 1.7e15, voltageV: 3, currentA: 1 }]);
  requestRedis().disconnect();
  await storeBatch(scope, batch);
  await requestRedis().connect();
  await storeBatch(scope, batch); // the job's second run
  expect(await next()).toMatchObject({ version: version + 2, cellIds: null });
});
