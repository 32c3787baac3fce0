import { setTimeout as pause } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";
import { restClient } from "./rest-client";

// Reads of a lab, one after the other, until told to end. A thread of its own: what goes on in the process beside it is not to be measured.

const READ_EVERY_MS = 50;
const { url, apiKey } = z.object({ url: z.string(), apiKey: z.string() }).parse(workerData);
const api = restClient(url, apiKey);
const timesMs: number[] = [];
let isOver = false;
parentPort?.once("message", () => {
  isOver = true;
});
await api.get("/api/v1/cells?limit=1", z.unknown()); // connects
parentPort?.postMessage("reads");
while (!isOver) {
  const beganMs = performance.now();
  await api.get("/api/v1/cells?limit=1", z.unknown());
  timesMs.push(performance.now() - beganMs);
  await pause(READ_EVERY_MS);
}
parentPort?.postMessage(timesMs);
