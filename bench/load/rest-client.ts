import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { cellName, type SamplePlan } from "./samples";

/** Calls of the REST API with a key. */
export function restClient(url: string, key: string) {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  async function send(method: "POST" | "PUT", path: string, body: unknown): Promise<unknown> {
    const response = await fetch(url + path, { method, headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }
  return {
    async get<T>(path: string, answer: z.ZodType<T>): Promise<T> {
      const response = await fetch(url + path, { headers });
      if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
      return answer.parse(await response.json());
    },
    post: (path: string, body: unknown) => send("POST", path, body),
    put: (path: string, body: unknown) => send("PUT", path, body),
  };
}
export type RestClient = ReturnType<typeof restClient>;

const accepted = z.object({ batchId: z.string() });
const batchAnswer = z.object({ status: z.enum(["queued", "stored", "failed"]) });

/** Sends a batch and waits until it is stored. */
export async function postUntilStored(api: RestClient, body: unknown): Promise<void> {
  const { batchId } = accepted.parse(await api.post("/api/v1/ingest", body));
  await untilBatchStored(api, batchId, 2);
}

export async function untilBatchStored(api: RestClient, batchId: string, pollMs: number): Promise<void> {
  for (;;) {
    const { status } = await api.get(`/api/v1/batches/${batchId}`, batchAnswer);
    if (status === "failed") throw new Error(`batch ${batchId} failed`);
    if (status === "stored") return;
    await pause(pollMs);
  }
}

const AT_ONCE = 8;

/** Makes the cells of a plan as a lab would: with their capacity, and in groups that take turns. */
export async function makeCells(api: RestClient, plan: SamplePlan, groupOf?: (cell: number) => string): Promise<void> {
  const waiting = Array.from({ length: plan.cells }, (_, cell) => cell);
  const make = async () => {
    for (let cell = waiting.pop(); cell !== undefined; cell = waiting.pop()) {
      const metadata = groupOf ? { metadata: { group: groupOf(cell) } } : {};
      await api.put(`/api/v1/cells/${cellName(plan, cell)}`, { nominalCapacityAh: 1, ...metadata });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, make));
}
