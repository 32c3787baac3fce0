import { setTimeout as sleep } from "node:timers/promises";
import type { CellCursor } from "@/server/domain/simulated-cells/cell-cursor";
import type { LabClient } from "./lab-client";
import type { LabPlan } from "./lab-plan";
import { advanceClock, type LiveClock } from "./live-clock";
import { cursorOf, noteSent, type SampleRow, type SimulatedLab, takeRows, toBody } from "./simulated-lab";

const SEND_EVERY_MS = 300;
const SAMPLES_PER_REQUEST = 4000;
const PRINT_EVERY_MS = 30_000;

/**
 * Sends every sample when its time comes, coalesced into one request at a time. While the server is away nothing is made, so nothing
 * piles up: the cells go on from where they were. Ends when `signal` aborts.
 */
export async function runLive(
  client: LabClient,
  lab: SimulatedLab,
  plan: Pick<LabPlan, "timeLapse" | "density">,
  { print, signal }: { print: (line: string) => void; signal: AbortSignal },
): Promise<never> {
  const cursors = lab.cells.map((cell) => cursorOf(lab, cell, plan.density));
  let clock = startClock(lab);
  let advancedMs = performance.now();
  const report = createReport(print);
  for (;;) {
    await sleep(SEND_EVERY_MS, undefined, { signal });
    const elapsedMs = performance.now() - advancedMs;
    advancedMs += elapsedMs;
    clock = advanceClock(clock, elapsedMs, plan.timeLapse, Date.now());
    let rows: SampleRow[];
    do {
      rows = takeDueRows(lab, cursors, clock.simulatedMs);
      if (rows.length === 0) break;
      await client.ingest(toBody(lab, rows), { patient: true });
      noteSent(lab, rows);
      report(rows.length, clock);
    } while (rows.length === SAMPLES_PER_REQUEST);
  }
}

/** Where the run before stopped, or where the history ends. */
function startClock(lab: SimulatedLab): LiveClock {
  const simulatedMs = [...lab.lastSampleMs.values()].reduce((latest, ms) => Math.max(latest, ms), lab.historyEndMs);
  return { simulatedMs, isRealTime: false };
}

function takeDueRows(lab: SimulatedLab, cursors: readonly CellCursor[], untilMs: number): SampleRow[] {
  const rows: SampleRow[] = [];
  for (const cursor of cursors) rows.push(...takeRows(lab, cursor, untilMs, SAMPLES_PER_REQUEST - rows.length));
  return rows;
}

/** Counts what is sent and says so now and then. */
function createReport(print: (line: string) => void): (samples: number, clock: LiveClock) => void {
  let sent = 0;
  let sinceMs = performance.now();
  return (samples, { simulatedMs, isRealTime }) => {
    sent += samples;
    const elapsedMs = performance.now() - sinceMs;
    if (elapsedMs < PRINT_EVERY_MS) return;
    const rate = ((1000 * sent) / elapsedMs).toFixed(1);
    print(`live: ${rate} samples/s, at ${new Date(simulatedMs).toISOString()}${isRealTime ? ", in real time" : ""}`);
    [sent, sinceMs] = [0, sinceMs + elapsedMs];
  };
}
