import { PassThrough } from "node:stream";
import { symbols } from "pino";
import { afterEach, expect, it, vi } from "vitest";
import { createCaller } from "../../api/trpc/root";
import { ingest } from "../../api/ingest/handle-ingest";
import { OPERATIONS } from "../../api/rest/operations";
import { restRoute } from "../../api/http/rest-route";
import { labScopeForApiKey } from "../../auth/lab-scope";
import { authClient } from "../../data/accounts/auth-client";
import { inLabConfig } from "../../data/in-lab-config";
import { logger } from "../../logger";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { createStaffedLab } from "../../testing/team";
import { createApiKey } from "./create-api-key";
import { revokeApiKeys } from "./revoke-api-keys";

cloneTestDatabase();

const post = restRoute(OPERATIONS.ingest, ingest);

function send(apiKey: string | null, samples: number, extra: { query?: string; idempotencyKey?: string } = {}) {
  const rows = Array.from({ length: samples }, (_, index) => ({
    cell: "A-01",
    time: 1.7e12 + index * 1000,
    voltage: 3,
    current: 1,
  }));
  return post(
    new Request(`http://localhost/api/v1/ingest${extra.query ?? ""}`, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        ...(apiKey === null ? {} : { Authorization: `Bearer ${apiKey}` }),
        ...(extra.idempotencyKey === undefined ? {} : { "Idempotency-Key": extra.idempotencyKey }),
      },
      body: JSON.stringify({ samples: rows }),
    }),
  );
}

type StaffedLab = Awaited<ReturnType<typeof createStaffedLab>>;
const callerOf = (person: StaffedLab["admin"]) => createCaller({ user: person, isSignedIn: async () => true });

it("shows of a key who made it, when it was last used, and what it brought in a day", async () => {
  const lab = await createStaffedLab();
  const caller = callerOf(lab.admin);
  const { labId, slug: labSlug } = lab;
  const [busy, idle] = [
    await caller.keys.create({ labSlug, name: "busy", scopes: ["ingest"] }),
    await caller.keys.create({ labSlug, name: "idle", scopes: ["read", "read"] }),
  ];
  expect((await send(busy.apiKey, 5)).status).toBe(202);
  expect((await send(busy.apiKey, 7, { idempotencyKey: "once" })).status).toBe(202);
  expect((await send(busy.apiKey, 7, { idempotencyKey: "once" })).status).toBe(202); // counted once
  expect((await send(busy.apiKey, 0)).status).toBe(422);
  const list = async () => (await caller.keys.list({ labSlug })).keys;
  await expect.poll(async () => (await list()).find(({ name }) => name === "busy")?.lastUsedAtMs).not.toBeNull();
  expect(await list()).toMatchObject([
    { apiKeyId: idle.apiKeyId, scopes: ["read"], lastUsedAtMs: null, samplesOfLastDay: 0, creator: lab.admin.name },
    { apiKeyId: busy.apiKeyId, scopes: ["ingest"], samplesOfLastDay: 12, keyStart: busy.apiKey.slice(0, 9) },
  ]);
  expect(JSON.stringify(await list())).not.toContain(busy.apiKey);
  const audit = await inLabConfig(lab.owner.scope, (tx) => tx.auditEntry.findMany({ where: { labId } }));
  expect(audit.map(({ action, subject }) => [action, subject])).toEqual([
    ["api_key.create", "busy"],
    ["api_key.create", "idle"],
  ]);
  expect(JSON.stringify(audit.map(({ before, after }) => [before, after]))).not.toContain(busy.apiKey);
});

it("writes a key's last use at most once a minute", async () => {
  const lab = await createStaffedLab();
  const { apiKey, apiKeyId } = await createApiKey(lab.admin.scope, { name: "cycler", scopes: ["read"] });
  const lastUsed = async () => (await authClient().apiKey.findUniqueOrThrow({ where: { apiKeyId } })).lastUsedAt;
  await labScopeForApiKey(`Bearer ${apiKey}`, ["read"]);
  await expect.poll(lastUsed).not.toBeNull();
  const first = await lastUsed();
  const realNow = Date.now;
  try {
    Date.now = () => realNow() + 30_000;
    await labScopeForApiKey(`Bearer ${apiKey}`, ["read"]);
    Date.now = () => realNow() + 90_000;
    await labScopeForApiKey(`Bearer ${apiKey}`, ["read"]);
  } finally {
    Date.now = realNow;
  }
  await expect.poll(lastUsed).not.toEqual(first);
  const second = await lastUsed();
  expect((second?.getTime() ?? 0) - (first?.getTime() ?? 0)).toBeGreaterThan(85_000); // the use in between was not written
});

it("refuses a revoked key within five seconds, also where the news does not arrive", async () => {
  const lab = await createStaffedLab();
  const [announced, unannounced] = [
    await createApiKey(lab.admin.scope, { name: "told", scopes: ["ingest"] }),
    await createApiKey(lab.admin.scope, { name: "untold", scopes: ["ingest"] }),
  ];
  for (const { apiKey } of [announced, unannounced]) expect((await send(apiKey, 1)).status).toBe(202); // both are cached
  await revokeApiKeys(lab.admin.scope, { apiKeyId: announced.apiKeyId });
  expect((await send(announced.apiKey, 1)).status).toBe(401);
  const revoked = { where: { apiKeyId: unannounced.apiKeyId }, data: { revokedAt: new Date() } };
  await authClient().apiKey.update(revoked); // as if Redis had been away
  vi.spyOn(Date, "now").mockReturnValue(Date.now() + 5_000); // and no later, however long the database takes to answer
  await expect.poll(async () => (await send(unannounced.apiKey, 1)).status).toBe(401);
  vi.restoreAllMocks();
  const again = revokeApiKeys(lab.admin.scope, { apiKeyId: announced.apiKeyId });
  await expect(again).rejects.toMatchObject({ kind: "not_found" });
});

it("takes no key from the query string", async () => {
  const lab = await createStaffedLab();
  const { apiKey } = await createApiKey(lab.admin.scope, { name: "cycler", scopes: ["ingest", "read"] });
  for (const name of ["key", "apiKey", "api_key", "access_token", "token", "authorization", "Authorization"]) {
    for (const value of [apiKey, `Bearer ${apiKey}`]) {
      const answer = await send(null, 1, { query: `?${name}=${encodeURIComponent(value)}` });
      expect(answer.status, name).toBe(401);
      expect(await answer.text()).not.toContain(apiKey);
    }
  }
});

it("makes no key that is expired, without a scope, or with a name that is none", async () => {
  const lab = await createStaffedLab();
  const { scope } = lab.admin;
  const make = (given: object) => createApiKey(scope, { name: "x", scopes: ["read"], ...given });
  await expect(make({ expiresAt: new Date(Date.now() - 1000) })).rejects.toThrow();
  await expect(make({ scopes: [] })).rejects.toThrow();
  await expect(make({ scopes: ["owner"] })).rejects.toThrow();
  for (const name of ["", "a\0b", "x".repeat(10_000)]) await expect(make({ name })).rejects.toThrow();
  for (const name of ["<img src=x onerror=alert(1)>", "'; DROP TABLE api_keys; --", "\u202Eevil\u200F"]) {
    await make({ name });
  }
  const foreign = await createStaffedLab();
  const { apiKeyId } = await createApiKey(foreign.admin.scope, { name: "theirs", scopes: ["read"] });
  await expect(revokeApiKeys(scope, { apiKeyId })).rejects.toMatchObject({ kind: "not_found" });
});

const realStream = Reflect.get(logger, symbols.streamSym);
afterEach(() => {
  Reflect.set(logger, symbols.streamSym, realStream);
  logger.level = "error";
});

it("writes no key into the log, whatever becomes of its request", async () => {
  const lab = await createStaffedLab();
  const log = new PassThrough();
  const lines: string[] = [];
  log.on("data", (line) => lines.push(String(line)));
  Reflect.set(logger, symbols.streamSym, log);
  logger.level = "trace";
  const caller = callerOf(lab.admin);
  const { apiKey, apiKeyId } = await caller.keys.create({ labSlug: lab.slug, name: "cycler", scopes: ["read"] });
  expect((await send(apiKey, 1)).status).toBe(403);
  expect((await send(`${apiKey}x`, 1)).status).toBe(401);
  expect((await send(null, 1, { query: `?key=${apiKey}` })).status).toBe(401);
  await expect(caller.keys.create({ labSlug: lab.slug, name: apiKey.repeat(9), scopes: [] })).rejects.toThrow();
  await revokeApiKeys(lab.admin.scope, { apiKeyId });
  expect((await send(apiKey, 1)).status).toBe(401);
  const seen = lines.join("");
  expect(seen, "the log was heard").toContain("request refused");
  expect(seen).not.toContain(apiKey.slice(3));
});

it("lets a lab have two hundred keys that work, and says what to do about it", async () => {
  const lab = await createStaffedLab();
  const caller = callerOf(lab.admin);
  const { slug: labSlug } = lab;
  const make = (name: string) => caller.keys.create({ labSlug, name, scopes: ["read"] });
  const first = await make("first");
  for (let count = 1; count < 200; count++) await make(`key ${count}`);
  await expect(make("one more")).rejects.toThrow("This lab has 200 keys that work. Revoke some that nobody uses.");
  await caller.keys.revoke({ labSlug, apiKeyId: first.apiKeyId });
  expect(await make("one more")).toMatchObject({ apiKey: expect.any(String) });
});
