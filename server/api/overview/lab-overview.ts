import { countCellsAndTests } from "../../data/cells/cell-reads";
import { listFieldValues } from "../../data/cells/metadata-field-reads";
import { inLab } from "../../data/in-lab";
import { inLabConfig } from "../../data/in-lab-config";
import { getLabSettings } from "../../data/labs/lab-reads";
import { countSamplesStored } from "../../data/series/batch-reads";
import { listCellActivity } from "../../data/series/cell-activity-reads";
import { getFinishedToday } from "../../data/series/finished-today-reads";
import { cellState } from "../../domain/cells/cell-state";
import type { FinishedToday, LabOverview } from "../../domain/cells/lab-overview";
import type { LabScope } from "../../lab-scope";

const MAX_CELLS = 5_000;
/** Long enough for senders that send every ten seconds, short enough to show one that stops. */
const RATE_WITHIN_S = 30;
const MAX_ENDED = 20;

/** What every cell of the lab does now; in as many queries for a thousand as for one. */
export async function labOverview(scope: LabScope): Promise<LabOverview> {
  const { channelFieldId, channels } = await inLabConfig(scope, async (tx) => {
    const settings = await getLabSettings(scope, tx);
    const metadataFieldId = settings.channelFieldId;
    return {
      channelFieldId: metadataFieldId,
      channels: metadataFieldId === null ? null : await listFieldValues(scope, tx, { metadataFieldId }),
    };
  });
  const { activity, stored } = await inLab(scope, async (tx) => ({
    activity: await listCellActivity(scope, tx, { limit: MAX_CELLS, cellIds: null }),
    stored: await countSamplesStored(scope, tx, { withinS: RATE_WITHIN_S }),
  }));
  const more = activity.length < MAX_CELLS ? 0 : await countMore(scope);
  const nowMs = Date.now();
  return {
    nowMs,
    cells: activity.map(({ nominalCapacityAh, endedAtMs, arrivalIntervalS, ...cell }) => ({
      ...cell,
      ...cellState({ ...cell, nominalCapacityAh, endedAtMs, arrivalIntervalS }, nowMs),
      channel: channels?.get(cell.cellId) ?? null,
    })),
    more,
    samplesPerS: stored / RATE_WITHIN_S,
    channelFieldId,
  };
}

const countMore = (scope: LabScope) =>
  inLabConfig(scope, async (tx) => (await countCellsAndTests(scope, tx)).cells - MAX_CELLS);

export async function finishedToday(scope: LabScope): Promise<FinishedToday> {
  return inLab(scope, (tx) => getFinishedToday(scope, tx, { now: new Date(), limit: MAX_ENDED }));
}
