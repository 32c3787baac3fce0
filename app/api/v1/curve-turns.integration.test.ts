import { afterEach, beforeAll, expect, it } from "vitest";
import { labScopeForAdmin } from "@/server/auth/lab-scope";
import { env } from "@/server/env";
import { storeBatch } from "@/server/services/batches/store-batch";
import { knownAnswers } from "@/server/services/curves/known-answers";
import { createApiKey } from "@/server/services/team/create-api-key";
import { cloneTestDatabase } from "@/server/testing/clone-test-database";
import { batchOf, createLab } from "@/server/testing/factories";
import { GET } from "./cells/[name]/curves/route";

cloneTestDatabase();

const { LAB_CURVES_WAITING } = env();
afterEach(() => {
  Object.assign(env(), { LAB_CURVES_WAITING });
});

const START_US = 1.7e15;
const rows = Array.from({ length: 120 }, (_, minute) => ({
  timeUs: START_US + minute * 60e6,
  voltageV: 3 + minute / 100,
  currentA: 1,
  cycle: 1,
}));

async function lab() {
  const { labId } = await createLab();
  const scope = labScopeForAdmin(labId);
  const { apiKey } = await createApiKey(scope, { name: "read", scopes: ["read"] });
  await storeBatch(scope, batchOf("A", rows));
  return async (query: string) => {
    const url = `${env().APP_URL}/api/v1/cells/A/curves?${query}`;
    const response = await GET(new Request(url, { headers: { Authorization: `Bearer ${apiKey}` } }));
    return { status: response.status, retryAfter: response.headers.get("retry-after"), body: await response.json() };
  };
}

let ask: Awaited<ReturnType<typeof lab>>;
let askOther: typeof ask;
beforeAll(async () => {
  [ask, askOther] = [await lab(), await lab()];
});

it("makes derivatives of a lab one set at a time, lets so many wait, and asks the next ones to come again", async () => {
  Object.assign(env(), { LAB_CURVES_WAITING: 1 });
  knownAnswers.clear();
  const grids = Array.from({ length: 12 }, (_, index) => `gridV=${(index + 1) / 200}`);
  const answers = await Promise.all(grids.map((grid) => ask(`kind=dqdv&${grid}`)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 429]));
  const refused = answers.find(({ status }) => status === 429);
  expect([refused?.retryAfter, refused?.body.detail]).toEqual(["1", expect.stringContaining("Try again")]);
  expect((await ask("kind=dqdv")).status, "afterwards").toBe(200);
});

it("makes others' derivatives, and curves that are only read, beside them", async () => {
  Object.assign(env(), { LAB_CURVES_WAITING: 1 });
  const asked = ["dqdv&gridV=0.02", "dvdq&gridAh=0.2"].map((kind) => ask(`kind=${kind}`));
  const beside = [askOther("kind=dqdv"), ask("kind=vq"), ask("kind=vit")];
  const statuses = (await Promise.all([...asked, ...beside])).map(({ status }) => status);
  expect(statuses).toEqual([200, 200, 200, 200, 200]);
});
