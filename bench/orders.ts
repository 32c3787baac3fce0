import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { type RealFile, readLandt, readNeware } from "../server/testing/real-files";
import type { Result } from "./report";
import { restClient, withRunningSystem } from "./running-system";

const ORDERS = ["in order", "reverse", "shuffled"] as const;
const IN_FLIGHT = 32;
const TOLERANCE = 1e-6;

const batchAnswer = z.object({ status: z.enum(["queued", "stored", "failed"]) });
const sums = ["chargeCapacityAh", "dischargeCapacityAh", "chargeEnergyWh", "dischargeEnergyWh"] as const;
const cyclesAnswer = z.object({
  cycles: z.array(
    z.object({
      cycle: z.int(),
      sampleCount: z.int(),
      chargeCapacityAh: z.number(),
      dischargeCapacityAh: z.number(),
      chargeEnergyWh: z.number(),
      dischargeEnergyWh: z.number(),
    }),
  ),
});

/** Two real files, whole, sample by sample in a request each, in three orders: the numbers must be those of the reference. */
export function measureOrders(): Promise<Result> {
  return withRunningSystem(async (system) => {
    const lab = await system.newLab("orders");
    const api = restClient(system.url, lab.apiKey);
    const rows: Record<string, string | number>[] = [];
    for (const [name, file] of [
      ["neware", readNeware()],
      ["landt", readLandt()],
    ] as const) {
      for (const order of ORDERS) {
        const cell = `${name}, ${order}`;
        const beganMs = performance.now();
        const batchIds = await sendOneByOne(api, cell, file, order);
        const acceptedS = (performance.now() - beganMs) / 1000;
        await untilStored(api, batchIds);
        const storedS = (performance.now() - beganMs) / 1000;
        const answer = await api.get(`/api/v1/cells/${encodeURIComponent(cell)}/cycles`, cyclesAnswer);
        rows.push({
          file: name,
          order,
          requests: batchIds.length,
          "accepted after / s": Math.round(acceptedS),
          "stored after / s": Math.round(storedS),
          "largest relative difference": largestDifference(answer.cycles, file.reference).toExponential(1),
        });
        console.log(rows.at(-1));
      }
    }
    const isReached = rows.every((row) => Number(row["largest relative difference"]) <= TOLERANCE);
    return {
      about: "Real files, one sample a request.",
      rows,
      mark: { text: `every number within ${TOLERANCE} of the reference`, isReached },
    };
  });
}

type Api = ReturnType<typeof restClient>;

async function sendOneByOne(api: Api, cell: string, file: RealFile, order: (typeof ORDERS)[number]): Promise<string[]> {
  const waiting = inOrder(file.samples, order);
  const batchIds: string[] = [];
  const accepted = z.object({ batchId: z.string() });
  const send = async () => {
    for (let sample = waiting.pop(); sample; sample = waiting.pop()) {
      const body = { samples: [{ cell, ...sample }], ...(file.startedAt ? { startedAt: file.startedAt } : {}) };
      batchIds.push(accepted.parse(await api.post("/api/v1/ingest", body)).batchId);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, send));
  return batchIds;
}

/** Lehmer's generator: the same order in every run. */
let state = 7;
function next(): number {
  state = (state * 48_271) % 2_147_483_647;
  return state;
}

/** A stack: the last is sent first. */
function inOrder<T>(items: readonly T[], order: (typeof ORDERS)[number]): T[] {
  if (order === "in order") return items.toReversed();
  if (order === "reverse") return [...items];
  return items
    .map((item) => ({ item, at: next() }))
    .sort((left, right) => left.at - right.at)
    .map(({ item }) => item);
}

async function untilStored(api: Api, batchIds: readonly string[]): Promise<void> {
  for (const id of batchIds) {
    for (;;) {
      const { status } = await api.get(`/api/v1/batches/${id}`, batchAnswer);
      if (status === "failed") throw new Error(`batch ${id} failed`);
      if (status === "stored") break;
      await pause(50);
    }
  }
}

/** Over every sum of every cycle where the cycler numbers them, else over the whole file. Below 1e-3 a difference counts as a share of that. */
function largestDifference(cycles: z.infer<typeof cyclesAnswer>["cycles"], reference: RealFile["reference"]): number {
  const pairs = reference.wholeFile
    ? sums.map((name) => [cycles.reduce((sum, cycle) => sum + cycle[name], 0), reference.wholeFile?.[name]] as const)
    : reference.cycles.flatMap((expected) => {
        const ours = cycles.find(({ cycle }) => cycle === expected.cycle);
        return sums.map((name) => [ours?.[name] ?? Number.NaN, expected[name]] as const);
      });
  const differences = pairs.map(
    ([ours, expected = Number.NaN]) => Math.abs(ours - expected) / Math.max(Math.abs(expected), 1e-3),
  );
  return differences.some(Number.isNaN) ? Number.POSITIVE_INFINITY : Math.max(...differences);
}
