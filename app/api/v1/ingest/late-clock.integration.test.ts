import { afterEach, expect, it, vi } from "vitest";
import { createApiKey } from "@/server/services/team/create-api-key";
import { cloneTestDatabase } from "@/server/testing/clone-test-database";
import { createLab } from "@/server/testing/factories";
import { ingestSender } from "@/server/testing/senders/ingest-sender";
import { POST } from "./route";

cloneTestDatabase();
afterEach(() => {
  vi.useRealTimers();
});

const MINUTE_MS = 60_000;

it("takes samples of now though this process' clock lies behind by up to an hour, and no later ones", async () => {
  const { scope } = await createLab();
  const { apiKey } = await createApiKey(scope, { name: "cycler", scopes: ["ingest"] });
  const post = ingestSender(POST, () => apiKey);
  const nowMs = Date.now();
  const statusOf = async (time: number) => {
    const body = JSON.stringify({ samples: [{ cell: "A", time, voltage: 3.7, current: 1 }] });
    return (await post(body, {})).status;
  };
  vi.useFakeTimers({ toFake: ["Date"], now: nowMs - 30 * MINUTE_MS });
  // Redis may have been asked a moment before, and is not waited for then.
  await expect.poll(() => statusOf(nowMs)).toBe(202);
  expect(await statusOf(nowMs + 20 * MINUTE_MS)).toBe(422);
  vi.setSystemTime(nowMs - 180 * MINUTE_MS);
  expect(await statusOf(nowMs)).toBe(422);
});
