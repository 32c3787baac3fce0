import { setTimeout as pause } from "node:timers/promises";
import { probeSample } from "./live-probe";
import { restClient } from "./running-system";

// The background of the live benchmark: cells of four groups, each sending a sample a second.

const CELLS = 100;
const REQUESTS_PER_S = 10;

const rate = Number(process.env.BENCH_RATE);
const api = restClient(process.env.APP_URL ?? "", process.env.CHARGETRACKER_KEY ?? "");
const startMs = Date.now() - 5 * 86_400_000;
const cellAt = (index: number) => `load-${String(index).padStart(3, "0")}`;
const cells = Object.fromEntries(
  Array.from({ length: CELLS }, (_, index) => [
    cellAt(index),
    { metadata: { group: `load ${index % 4}` }, nominalCapacityAh: 1 },
  ]),
);

let sent = 0;
const beganMs = Date.now();
for (;;) {
  // Each cell is a few samples further than the last, so that not all close a cycle at once.
  const due = Array.from({ length: rate / REQUESTS_PER_S }, () => sent++);
  const samples = due.map((n) => probeSample(cellAt(n % CELLS), startMs, Math.floor(n / CELLS) + (n % CELLS)));
  await api.post("/api/v1/ingest", { samples, ...(sent <= CELLS ? { cells } : {}) });
  await pause(Math.max(0, beganMs + (1000 * sent) / rate - Date.now()));
}
