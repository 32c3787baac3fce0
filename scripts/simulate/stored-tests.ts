import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { CellDesign } from "@/server/domain/simulated-cells/cell-design";
import { forEachInParallel } from "./in-parallel";
import { type LabClient, Refusal } from "./lab-client";

/** What the server has of a cell's test. Unix ms. */
export type StoredTest = { startedAtMs: number; endedAtMs: number };

const toUnixMs = z.iso.datetime().transform((iso) => Date.parse(iso));
const cyclesAnswer = z.object({
  cycles: z.array(z.object({ test: z.string(), startedAt: toUnixMs, endedAt: toUnixMs })),
});

const REQUESTS_IN_FLIGHT = 6;
const SETTLING_MS = 1500;
const MOST_READINGS = 40;
/** Cells of another seed, or real ones of the same name, start at other times. */
const SAME_START_MS = 1000;

/** The test of one cell; null when it has no sample yet. */
export async function findStoredTest(client: LabClient, cell: string): Promise<StoredTest | null> {
  const answer = await client.get(`/api/v1/cells/${encodeURIComponent(cell)}/cycles`, cyclesAnswer);
  const cycles = (answer?.cycles ?? []).filter(({ test }) => test === "");
  if (cycles.length === 0) return null;
  return {
    startedAtMs: Math.min(...cycles.map(({ startedAt }) => startedAt)),
    endedAtMs: Math.max(...cycles.map(({ endedAt }) => endedAt)),
  };
}

/**
 * Where each cell stands, by name. Batches of a killed run may still be under way to the tables, so it is read until nothing moves.
 * @throws Refusal when the key may not read, or somebody else is sending
 */
export async function readStoredTests(
  client: LabClient,
  cells: readonly CellDesign[],
  signal: AbortSignal,
): Promise<Map<string, StoredTest>> {
  let before = await readOnce(client, cells);
  if (before.size === 0) return before;
  for (let reading = 1; reading < MOST_READINGS; reading++) {
    await sleep(SETTLING_MS, undefined, { signal });
    const now = await readOnce(client, cells);
    if (progressOf(now) === progressOf(before)) return now;
    before = now;
  }
  throw new Refusal(409, "These cells get samples all the time. Does another simulator run for this lab?");
}

async function readOnce(client: LabClient, cells: readonly CellDesign[]): Promise<Map<string, StoredTest>> {
  const tests = new Map<string, StoredTest>();
  await forEachInParallel(cells, REQUESTS_IN_FLIGHT, async ({ name }) => {
    const test = await findStoredTest(client, name);
    if (test) tests.set(name, test);
  });
  return tests;
}

function progressOf(tests: ReadonlyMap<string, StoredTest>): number {
  return [...tests.values()].reduce((sum, { endedAtMs }) => sum + endedAtMs, tests.size);
}

/**
 * When the lab of these tests started, Unix ms; null for a lab without any.
 * @throws Refusal when they were not made by this seed: going on would draw a jump into real curves
 */
export function storedLabStartMs(cells: readonly CellDesign[], tests: ReadonlyMap<string, StoredTest>): number | null {
  let labStartMs: number | null = null;
  for (const { name, startOffsetMs } of cells) {
    const test = tests.get(name);
    if (!test) continue;
    const startMs = test.startedAtMs - startOffsetMs;
    labStartMs ??= startMs;
    if (Math.abs(startMs - labStartMs) >= SAME_START_MS) {
      throw new Refusal(
        409,
        `Cell "${name}" is there already and was not simulated with this seed. Take another lab or --seed.`,
      );
    }
  }
  return labStartMs;
}
