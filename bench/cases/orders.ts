import { z } from "zod";
import { type RealFile, readLandt, readNeware } from "../../server/testing/files/real-files";
import type { BenchOptions } from "../options";
import type { Result, Row } from "../report";
import { type RestClient, restClient, untilBatchStored } from "../load/rest-client";
import type { RunningSystem } from "../load/running-system";
import { repeatableChance } from "../statistics";

const ORDERS = ["in order", "reverse", "shuffled"] as const;
const IN_FLIGHT = 32;
const LOOK_EVERY_MS = 50;
const TOLERANCE = 1e-6;

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
export async function measureOrders(system: RunningSystem, _options: BenchOptions): Promise<Result> {
  const lab = await system.newLab("orders");
  const api = restClient(system.url, lab.apiKey);
  const rows: Row[] = [];
  for (const [name, file] of [
    ["neware", readNeware()],
    ["landt", readLandt()],
  ] as const) {
    for (const order of ORDERS) {
      const cell = `${name}, ${order}`;
      const beganMs = performance.now();
      const batchIds = await sendOneByOne(api, cell, file, order);
      const acceptedS = (performance.now() - beganMs) / 1000;
      for (const id of batchIds) await untilBatchStored(api, id, LOOK_EVERY_MS);
      const storedS = (performance.now() - beganMs) / 1000;
      const answer = await api.get(`/api/v1/cells/${encodeURIComponent(cell)}/cycles`, cyclesAnswer);
      const row = {
        file: name,
        order,
        requests: batchIds.length,
        "accepted after / s": Math.round(acceptedS),
        "stored after / s": Math.round(storedS),
        "largest relative difference": largestDifference(answer.cycles, file.reference).toExponential(1),
      };
      rows.push(row);
      console.log(row);
    }
  }
  const isReached = rows.every((row) => Number(row["largest relative difference"]) <= TOLERANCE);
  return {
    about: "Real files, one sample a request.",
    tables: [{ title: "By order of sending", rows }],
    marks: [{ text: `every number within ${TOLERANCE} of the reference`, isReached }],
  };
}

async function sendOneByOne(
  api: RestClient,
  cell: string,
  file: RealFile,
  order: (typeof ORDERS)[number],
): Promise<string[]> {
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

/** A stack: the last is sent first. */
function inOrder<T>(items: readonly T[], order: (typeof ORDERS)[number]): T[] {
  if (order === "in order") return items.toReversed();
  if (order === "reverse") return [...items];
  const chance = repeatableChance(7);
  return items
    .map((item) => ({ item, at: chance() }))
    .sort((left, right) => left.at - right.at)
    .map(({ item }) => item);
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
