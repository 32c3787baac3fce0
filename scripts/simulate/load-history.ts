import { setTimeout as sleep } from "node:timers/promises";
import type { CellCursor } from "@/server/domain/simulated-cells/cell-cursor";
import { forEachInParallel } from "./in-parallel";
import type { LabClient } from "./lab-client";
import { cursorOf, noteSent, type SimulatedLab, takeRows, toBody } from "./simulated-lab";

const REQUESTS_IN_FLIGHT = 4;
const SAMPLES_PER_REQUEST = 2500;
const PLAIN_DENSITY = 1;
const PRINT_EVERY_MS = 5000;
const ASK_EVERY_MS = 500;
/** What was acknowledged is stored; whoever waits for the history to be seen need not wait forever for a slow server. */
const WAIT_FOR_STORING_MS = 180_000;

/**
 * Sends what the server lacks of the history, and waits until it is stored. Rounds over all cells, one request a cell: its next batch
 * follows long after the one before, so they arrive in order however many the server takes at once.
 * @returns samples sent
 */
export async function loadHistory(
  client: LabClient,
  lab: SimulatedLab,
  { print, signal }: { print: (line: string) => void; signal: AbortSignal },
): Promise<number> {
  const startedMs = performance.now();
  let printedMs = startedMs;
  let sent = 0;
  let waiting = lab.cells.map((cell) => cursorOf(lab, cell, PLAIN_DENSITY));
  let lastRound: string[] = [];
  while (waiting.length > 0) {
    const batchIds: string[] = [];
    const more: CellCursor[] = [];
    await forEachInParallel(waiting, REQUESTS_IN_FLIGHT, async (cursor) => {
      const rows = takeRows(lab, cursor, lab.historyEndMs, SAMPLES_PER_REQUEST);
      if (rows.length === 0) return;
      batchIds.push(await client.ingest(toBody(lab, rows), { patient: false }));
      noteSent(lab, rows);
      sent += rows.length;
      if (rows.length === SAMPLES_PER_REQUEST) more.push(cursor);
      if (performance.now() - printedMs < PRINT_EVERY_MS) return;
      printedMs = performance.now();
      print(`history: ${sent.toLocaleString("en")} samples sent`);
    });
    lastRound = batchIds.length > 0 ? batchIds : lastRound;
    waiting = more;
  }
  await waitUntilStored(client, lastRound, signal);
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  if (sent > 0) print(`history: sent and stored in ${seconds} s`);
  return sent;
}

async function waitUntilStored(client: LabClient, batchIds: readonly string[], signal: AbortSignal): Promise<void> {
  const untilMs = performance.now() + WAIT_FOR_STORING_MS;
  await forEachInParallel(batchIds, REQUESTS_IN_FLIGHT, async (batchId) => {
    while (performance.now() < untilMs && !(await client.isStored(batchId))) {
      await sleep(ASK_EVERY_MS, undefined, { signal });
    }
  });
}
