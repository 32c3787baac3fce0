import { expect, it } from "vitest";
import { listMetadataFields } from "../../data/cells/metadata-field-reads";
import { inLab } from "../../data/in-lab";
import { inLabConfig } from "../../data/in-lab-config";
import type { LabScope } from "../../lab-scope";
import { getFinishedToday } from "../../data/series/finished-today-reads";
import { createMetadataField } from "../../services/fields/create-metadata-field";
import { removeMetadataField } from "../../services/fields/remove-metadata-field";
import { createGrouping } from "../../services/groupings/create-grouping";
import { storeBatch } from "../../services/batches/store-batch";
import { putCell } from "../../services/cells/put-cell";
import { updateLab } from "../../services/labs/update-lab";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { batchOf, createLab, type SentSample } from "../../testing/factories";
import { labOverview } from "./lab-overview";

cloneTestDatabase();

const HOUR_MS = 3600e3;
/** In Berlin, two hours ahead of UTC then, the day began at 22:00 UTC. */
const NOW_MS = Date.UTC(2026, 6, 3, 12);
const MIDNIGHT_MS = Date.UTC(2026, 6, 2, 22);

/** A cycle an hour: charge in its first half, discharge in its second. */
function cycles(numbers: readonly number[], firstMs: number): SentSample[] {
  return numbers.flatMap((cycle, index) =>
    [0, 20, 30, 50].map((minute) => ({
      timeUs: 1000 * (firstMs + index * HOUR_MS + minute * 60_000),
      voltageV: 3.7,
      currentA: minute < 30 ? 1 : -1,
      cycle,
    })),
  );
}

async function fieldOf(scope: LabScope, name: string): Promise<number> {
  await createMetadataField(scope, { name, type: "text" });
  const fields = await inLabConfig(scope, (tx) => listMetadataFields(scope, tx));
  return fields.find((field) => field.name === name)?.metadataFieldId ?? 0;
}

it("shows what cells do, the rate at which samples are stored, and channels by the lab's own field", async () => {
  const { scope } = await createLab();
  await putCell(scope, { name: "made", changes: {} });
  await storeBatch(scope, batchOf("sent", cycles([1, 2, 3], NOW_MS)));
  expect(await labOverview(scope)).toMatchObject({
    more: 0,
    channelFieldId: null,
    samplesPerS: 12 / 30,
    cells: [
      { name: "made", state: "waiting", cycle: null, channel: null },
      { name: "sent", state: "running", cycle: 3, lastVoltageV: 3.7, lastCurrentA: -1, channel: null },
    ],
  });

  const metadataFieldId = await fieldOf(scope, "channel");
  await putCell(scope, { name: "sent", changes: { metadata: { channel: "1-07" } } });
  await updateLab(scope, { channelFieldId: metadataFieldId });
  const { cells, channelFieldId } = await labOverview(scope);
  expect([channelFieldId, ...cells.map(({ channel }) => channel)]).toEqual([metadataFieldId, null, "1-07"]);

  // The choice goes with its field.
  await removeMetadataField(scope, { metadataFieldId, typedName: "channel" });
  expect((await labOverview(scope)).channelFieldId).toBeNull();
});

it("counts what was finished since midnight in the lab's own time zone", async () => {
  const { scope } = await createLab();
  await updateLab(scope, { timeZone: "Europe/Berlin" });
  // Cycles 1 and 2 end before midnight, 3 and 4 after it; 5 is under way.
  await storeBatch(scope, batchOf("A", cycles([1, 2, 3, 4, 5], MIDNIGHT_MS - 2 * HOUR_MS)));
  await storeBatch(scope, batchOf("B", cycles([1, 2], MIDNIGHT_MS - 9 * HOUR_MS)));
  const ended = (atMs: number) => ({ tests: { "": { endedAt: new Date(atMs).toISOString() } } });
  await putCell(scope, { name: "A", changes: ended(NOW_MS - HOUR_MS) });
  await putCell(scope, { name: "B", changes: ended(MIDNIGHT_MS - 1) });
  const now = new Date(NOW_MS);
  const finished = await inLab(scope, (tx) => getFinishedToday(scope, tx, { now, limit: 10 }));
  expect(finished).toEqual({
    ended: [{ cell: "A", test: "", endedAtMs: NOW_MS - HOUR_MS }],
    endedCount: 1,
    completedCycles: 2,
    cellsWithCycles: 1,
  });
});

it("pins charts of its own groupings, and takes no field or grouping of another lab", async () => {
  const [ours, theirs] = [(await createLab()).scope, (await createLab()).scope];
  const channelFieldId = await fieldOf(theirs, "channel");
  const grouping = await createGrouping(theirs, { name: "Channels", by: ["channel"] });
  const theirChart = { groupingId: grouping.id, metric: "capacityRetention" as const };
  for (const changes of [{ channelFieldId }, { pinnedCharts: [theirChart] }]) {
    await expect(updateLab(ours, changes)).rejects.toMatchObject({ kind: "not_found" });
    await updateLab(theirs, changes);
  }
  const pinnedCharts = [{ groupingId: 0, metric: "coulombicEfficiency" as const }];
  expect(await updateLab(ours, { pinnedCharts })).toMatchObject({ pinnedCharts, channelFieldId: null });
});
