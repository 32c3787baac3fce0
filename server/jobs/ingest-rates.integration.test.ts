import { expect, it } from "vitest";
import { labScopeForApiKey } from "../auth/lab-scope";
import { env } from "../env";
import { createApiKey } from "../services/team/create-api-key";
import { cloneTestDatabase } from "../testing/clone-test-database";
import { createLab } from "../testing/factories";
import { IngestRates } from "./ingest-rates";
import { isRedisReady, requestRedis } from "./redis";

cloneTestDatabase();

async function keyOf({ scope }: Awaited<ReturnType<typeof createLab>>, name: string) {
  const { apiKey } = await createApiKey(scope, { name, scopes: ["ingest"] });
  return labScopeForApiKey(`Bearer ${apiKey}`, ["ingest"]);
}

it("counts over all web processes what a key and a lab bring", async () => {
  const lab = await createLab();
  const [noisy, quiet] = [await keyOf(lab, "noisy"), await keyOf(lab, "quiet")];
  const elsewhere = await keyOf(await createLab(), "elsewhere");
  const [one, other] = [new IngestRates(), new IngestRates()];
  expect(await isRedisReady(requestRedis(), 30_000)).toBe(true);
  const rate = env().INGEST_SAMPLES_PER_S;
  one.spendSamples(noisy, 30 * rate, Date.now()); // twenty seconds' worth too many
  await one.share();
  other.spendRequest(noisy, Date.now()); // before it heard of that
  other.spendSamples(noisy, rate / 2, Date.now());
  await other.share();
  expect(() => other.spendRequest(noisy, Date.now())).toThrow(/This key sends more than it may/);
  expect(() => other.spendRequest(quiet, Date.now())).not.toThrow();
  one.spendSamples(quiet, 20 * rate, Date.now()); // the lab may have 40 times as much at once
  await one.share();
  const third = new IngestRates();
  third.spendSamples(elsewhere, rate, Date.now());
  const latecomer = await keyOf(lab, "latecomer");
  third.spendSamples(latecomer, rate, Date.now());
  await third.share();
  expect(() => third.spendRequest(latecomer, Date.now())).toThrow(/This lab sends more than it may/);
  expect(() => third.spendRequest(elsewhere, Date.now())).not.toThrow();
});
