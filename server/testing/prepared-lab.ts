import { expect } from "vitest";
import { storeBatch } from "../services/batches/store-batch";
import { createApiKey } from "../services/team/create-api-key";
import { batchOf, createLab } from "./factories";
import type { restAsker } from "./rest-asker";

export const START_MS = Date.UTC(2026, 0, 1);
export const SCOPES = ["ingest", "read", "manage"] as const;

/**
 * Two cycles of one cell, one sample a minute: an hour of charge at 1 A and 4 V, an hour of discharge at 1 A and 3 V. So a cycle moves 1 Ah
 * each way, 4 Wh in and 3 Wh out.
 */
export function twoCycles() {
  const samples = [];
  for (let cycle = 1; cycle <= 2; cycle++) {
    for (const [step, currentA, voltageV] of [
      [1, 1, 4],
      [2, -1, 3],
    ] as const) {
      for (let minute = 0; minute <= 60; minute++) {
        const timeS = ((cycle - 1) * 2 + (step - 1)) * 3660 + minute * 60;
        samples.push({
          timeUs: (START_MS + timeS * 1000) * 1000,
          voltageV,
          currentA,
          testTimeS: timeS,
          cycle,
          step,
          temperatureC: 25,
        });
      }
    }
  }
  return samples;
}

/** A lab with that cell, a metadata field, a grouping by it, a batch and an import, and a key that may everything. */
export async function preparedLab(ask: ReturnType<typeof restAsker>, cell: string) {
  const { scope } = await createLab();
  const { apiKey } = await createApiKey(scope, { name: "all", scopes: [...SCOPES] });
  await storeBatch(scope, batchOf(cell, twoCycles()));
  expect((await ask(apiKey, "createMetadataField", { body: { name: "cathode", type: "text" } })).status).toBe(201);
  await ask(apiKey, "putCell", {
    params: { name: cell },
    body: { nominalCapacityAh: 1, metadata: { cathode: "NMC811" } },
  });
  const grouping = await ask(apiKey, "createGrouping", { body: { name: "Cathodes", by: ["cathode"] } });
  const ingested = await ask(apiKey, "ingest", {
    body: { samples: [{ cell, time: START_MS, voltage: 1, current: 0 }] },
  });
  const imported = await ask(apiKey, "createImport", {
    query: { cell, test: "imported", startedAt: "2026-02-01T00:00:00Z" },
    file: "test_time_second,voltage_volt,current_ampere\n0,3,1\n60,3,1\n",
  });
  const importId: string = imported.answer.importId;
  return {
    scope,
    apiKey,
    cell,
    groupingId: grouping.answer.id as number,
    batchId: ingested.answer.batchId as string,
    importId,
  };
}
