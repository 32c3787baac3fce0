import { setTimeout as pause } from "node:timers/promises";
import type { RestClient } from "./rest-client";

/** What the page drew: a cell's unfinished cycle, or the last cycle of a group's line. */
export type PageEvent = { kind: "running" | "line"; name: string; cycle: number; value: number; atMs: number };

/** A page under watch: resolves with the time at which it drew what is waited for. */
export type Watched = { untilDrawn: (what: string, isIt: (event: PageEvent) => boolean) => Promise<number> };

const SAMPLE_EVERY_S = 60;
const CHARGE_SAMPLES = 3;
const DISCHARGE_SAMPLES = 6;
const SAMPLES_A_CYCLE = CHARGE_SAMPLES + DISCHARGE_SAMPLES;
const CURRENT_A = 2;

/** The n-th sample of a cell that charges and discharges 1 Ah or so, in cycles of nine samples, one a minute. */
function probeSample(cell: string, startMs: number, n: number) {
  const within = n % SAMPLES_A_CYCLE;
  const isCharge = within < CHARGE_SAMPLES;
  return {
    cell,
    time: startMs + n * SAMPLE_EVERY_S * 1000,
    testTime: n * SAMPLE_EVERY_S, // from 0: the first cycle was recorded from its beginning
    voltage: isCharge ? 4 : 3,
    current: isCharge ? CURRENT_A : -CURRENT_A,
    cycle: 1 + Math.floor(n / SAMPLES_A_CYCLE),
    step: isCharge ? 1 : 2,
  };
}

/** A cell alone in its group: posts sample after sample, and takes the time until the page shows what each changed. */
export async function probeCell(api: RestClient, cell: string, watched: Watched, untilMs: number) {
  const startMs = Date.now() - 5 * 86_400_000;
  const cells = { [cell]: { metadata: { group: cell }, nominalCapacityAh: 1 } };
  const [closingMs, runningMs]: [number[], number[]] = [[], []];
  for (let n = 0; Date.now() < untilMs; n++) {
    const sample = probeSample(cell, startMs, n);
    const within = n % SAMPLES_A_CYCLE;
    const post = () => api.post("/api/v1/ingest", { samples: [sample], ...(n === 0 ? { cells } : {}) });
    const sentMs = Date.now();
    if (within === 0 && n > 0) {
      const drawn = watched.untilDrawn(
        `cycle ${sample.cycle} of ${cell}`,
        ({ kind, name, cycle }) => kind === "line" && name === cell && cycle === sample.cycle - 1,
      );
      await post();
      closingMs.push((await drawn) - sentMs);
    } else if (within > CHARGE_SAMPLES) {
      // From its second sample on, the discharge moves the capacity that is drawn.
      const drawn = watched.untilDrawn(
        `cycle ${sample.cycle} of ${cell}`,
        ({ kind, name, value }) => kind === "running" && name === cell && value > 0,
      );
      await post();
      runningMs.push((await drawn) - sentMs);
    } else await post();
    await pause(50 + Math.random() * 250); // not in step with anything
  }
  return { closingMs, runningMs };
}
