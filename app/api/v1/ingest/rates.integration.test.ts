import { expect, it } from "vitest";
import { labScopeForApiKey } from "@/server/auth/lab-scope";
import { env } from "@/server/env";
import { spendRequest, spendSamples } from "@/server/jobs/ingest-rates";
import { createApiKey } from "@/server/services/team/create-api-key";
import { cloneTestDatabase } from "@/server/testing/clone-test-database";
import { createLab } from "@/server/testing/factories";
import { POST } from "./route";

cloneTestDatabase();

async function labWithKeys(...names: string[]) {
  const { scope } = await createLab();
  const keys = [];
  for (const name of names) keys.push((await createApiKey(scope, { name, scopes: ["ingest"] })).apiKey);
  return keys;
}

const send = (key: string) =>
  POST(
    new Request(`${env().APP_URL}/api/v1/ingest`, {
      method: "POST",
      headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
      body: JSON.stringify({ samples: [{ cell: "A", time: 1.7e12, voltage: 3, current: 1 }] }),
    }),
  );
const scopeOf = (key: string) => labScopeForApiKey(`Bearer ${key}`, ["ingest"]);

it("answers 429 with Retry-After to a key that sends too much, and takes what others send", async () => {
  const [noisy = "", quiet = ""] = await labWithKeys("noisy", "quiet");
  const [elsewhere = ""] = await labWithKeys("elsewhere");
  const scope = await scopeOf(noisy);
  expect((await send(noisy)).status).toBe(202);
  const spendAll = () => {
    for (;;) spendRequest(scope, Date.now());
  };
  expect(spendAll).toThrow(/This key sends more than it may/);
  spendSamples(scope, 20 * env().INGEST_SAMPLES_PER_S, Date.now()); // ten seconds' worth too many
  const refused = await send(noisy);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(5);
  expect(await refused.json()).toMatchObject({
    status: 429,
    detail: expect.stringContaining("Send the same bytes again"),
  });
  expect((await send(quiet)).status).toBe(202);
  expect((await send(elsewhere)).status).toBe(202);
});

it("answers 429 to every key of a lab that sends too much", async () => {
  const [first = "", second = ""] = await labWithKeys("first", "second");
  const [elsewhere = ""] = await labWithKeys("elsewhere");
  spendSamples(await scopeOf(first), 50 * env().INGEST_SAMPLES_PER_S, Date.now()); // the lab may have 40 times as much at once
  const refused = await send(second);
  expect(refused.status).toBe(429);
  expect((await refused.json()).detail).toContain("This lab sends");
  expect((await send(elsewhere)).status).toBe(202);
});
