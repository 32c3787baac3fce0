import { createServer, connect, type Server, type Socket } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { env } from "../env";
import { requestRedis } from "../jobs/redis";
import { createApiKey } from "../services/team/create-api-key";
import { createLab as createOwnedLab } from "../services/labs/create-lab";
import { revokeApiKeys } from "../services/team/revoke-api-keys";
import { authClient } from "../data/accounts/auth-client";
import { cloneTestDatabase } from "../testing/clone-test-database";
import { createLab } from "../testing/factories";
import { hashApiKey } from "./api-key";
import { labScopeForAdmin, labScopeForApiKey, labScopeForMember } from "./lab-scope";
import { requirePermission } from "./roles";

cloneTestDatabase();

/** Stands between us and the database, so that it can go away and come back. */
let gate: { close: () => Promise<void>; open: () => Promise<void>; hang: () => void };

beforeAll(async () => {
  const database = new URL(env().DATABASE_URL);
  const upstream = { host: database.hostname, port: Number(database.port) };
  const sockets = new Set<Socket>();
  let isHanging = false;
  let server: Server = createServer();
  const open = (port: number) =>
    new Promise<void>((resolve) => {
      server = createServer((client) => {
        if (isHanging) return;
        const far = connect(upstream);
        for (const socket of [client, far]) {
          sockets.add(socket);
          socket.on("error", () => {}).on("close", () => sockets.delete(socket));
        }
        client.pipe(far).pipe(client);
      });
      server.listen(port, "127.0.0.1", () => resolve());
    });
  await open(0);
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  database.host = `127.0.0.1:${port}`;
  env().DATABASE_URL = database.toString();
  const close = () =>
    new Promise<void>((resolve) => {
      for (const socket of sockets) socket.destroy();
      server.close(() => resolve());
    });
  gate = {
    close,
    open: async () => {
      isHanging = false;
      await open(port);
    },
    hang: () => {
      isHanging = true;
      for (const socket of sockets) socket.destroy();
    },
  };
});
afterAll(() => gate.close());

const bearer = (apiKey: string) => `Bearer ${apiKey}`;

it("opens the key's lab to its scopes, and to no others", async () => {
  const { scope, labId } = await createLab();
  const { apiKey, apiKeyId } = await createApiKey(scope, { name: "cycler", scopes: ["ingest"] });
  expect(apiKey).toMatch(/^ct_[A-Za-z0-9_-]{43}$/);
  const opened = await labScopeForApiKey(bearer(apiKey), ["read", "ingest"]);
  expect(opened).toMatchObject({ labId, actor: `key:${apiKeyId}`, role: "viewer" });
  await expect(labScopeForApiKey(bearer(apiKey), ["read"])).rejects.toMatchObject({ kind: "forbidden" });
  const manager = await createApiKey(scope, { name: "script", scopes: ["manage"] });
  expect((await labScopeForApiKey(bearer(manager.apiKey), ["manage"])).role).toBe("admin");
  await expect(labScopeForApiKey(bearer(manager.apiKey), ["read"])).rejects.toMatchObject({ kind: "forbidden" });
});

it.each([
  null,
  "",
  "Bearer",
  "Bearer ct_short",
  `Basic ct_${"a".repeat(43)}`,
  `Bearer ct_${"a".repeat(43)}`,
  `Bearer ct_${"a".repeat(43)} x`,
])("opens nothing to the header %j", async (header) => {
  await expect(labScopeForApiKey(header, ["read"])).rejects.toMatchObject({ kind: "unauthenticated" });
});

it("stores a hash and the first characters, never the key", async () => {
  const { scope } = await createLab();
  const { apiKey, apiKeyId } = await createApiKey(scope, { name: "cycler", scopes: ["ingest"] });
  const stored = await authClient().apiKey.findUniqueOrThrow({ where: { apiKeyId } });
  expect(stored.keyStart).toBe(apiKey.slice(0, 9));
  expect(Buffer.from(stored.keyHash)).toEqual(Buffer.from(hashApiKey(apiKey)));
  expect(JSON.stringify(stored)).not.toContain(apiKey);
});

it("closes to an expired key", async () => {
  const { scope } = await createLab();
  const expiresAt = new Date(Date.now() + 1_500); // time enough for a busy machine to make and use it
  const { apiKey } = await createApiKey(scope, { name: "guest", scopes: ["read"], expiresAt });
  await labScopeForApiKey(bearer(apiKey), ["read"]);
  const use = () =>
    labScopeForApiKey(bearer(apiKey), ["read"])
      .then(() => "open")
      .catch((error) => error.kind);
  await expect.poll(use).toBe("unauthenticated");
});

it("closes to a revoked key at once, and leaves the lab's others and other labs' of that name open", async () => {
  const [ours, theirs] = [await createLab(), await createLab()];
  const revoked = await createApiKey(ours.scope, { name: "cycler", scopes: ["read"] });
  const other = await createApiKey(ours.scope, { name: "other", scopes: ["read"] });
  const foreign = await createApiKey(theirs.scope, { name: "cycler", scopes: ["read"] });
  for (const { apiKey } of [revoked, other, foreign]) await labScopeForApiKey(bearer(apiKey), ["read"]); // all cached
  expect(await revokeApiKeys(ours.scope, { name: "cycler" })).toEqual({ revoked: 1 });
  await expect(labScopeForApiKey(bearer(revoked.apiKey), ["read"])).rejects.toMatchObject({ kind: "unauthenticated" });
  expect((await labScopeForApiKey(bearer(other.apiKey), ["read"])).labId).toBe(ours.labId);
  expect((await labScopeForApiKey(bearer(foreign.apiKey), ["read"])).labId).toBe(theirs.labId);
  await expect(revokeApiKeys(ours.scope, { name: "cycler" })).rejects.toMatchObject({ kind: "not_found" });
});

it("hears that another process revoked a key", async () => {
  const { scope } = await createLab();
  const { apiKey } = await createApiKey(scope, { name: "cycler", scopes: ["read"] });
  const keyHash = hashApiKey(apiKey);
  await labScopeForApiKey(bearer(apiKey), ["read"]);
  await authClient().apiKey.update({ where: { keyHash }, data: { revokedAt: new Date() } });
  expect((await labScopeForApiKey(bearer(apiKey), ["read"])).labId).toBe(scope.labId); // still cached here
  await requestRedis().publish("ct:keys:revoked", Buffer.from(keyHash).toString("hex"));
  const use = () =>
    labScopeForApiKey(bearer(apiKey), ["read"])
      .then(() => "open")
      .catch((error) => error.kind);
  await expect.poll(use).toBe("unauthenticated");
});

it("opens a lab to its members only, in their role", async () => {
  const made = await createOwnedLab({ name: "Bench", email: "owner@example.org" });
  const stranger = await createOwnedLab({ name: "Other", email: "stranger@example.org" });
  const owner = await authClient().user.findUniqueOrThrow({ where: { email: made.email } });
  expect(await labScopeForMember(owner.id, made.labSlug)).toEqual({
    labId: made.labId,
    actor: `user:${owner.id}`,
    role: "owner",
    owesSecondFactor: false,
    narrowedTo: null,
  });
  expect(await labScopeForMember(owner.id, stranger.labSlug)).toBeNull();
  expect(await labScopeForMember(owner.id, "no-such-lab")).toBeNull();
  expect(await labScopeForMember("no-such-user", made.labSlug)).toBeNull();
});

it("ranks roles", () => {
  const member = { ...labScopeForAdmin(1), role: "member" as const };
  expect(() => requirePermission(member, "read")).not.toThrow();
  expect(() => requirePermission(member, "editCells")).not.toThrow();
  expect(() => requirePermission(member, "manageKeys")).toThrow("admin");
});

it("goes on with the keys it knows while the database is away, and says 503 to others", {
  timeout: 60_000,
}, async () => {
  const { scope } = await createLab();
  const known = await createApiKey(scope, { name: "known", scopes: ["ingest"] });
  const unknown = await createApiKey(scope, { name: "unknown", scopes: ["ingest"] });
  await labScopeForApiKey(bearer(known.apiKey), ["ingest"]);
  await gate.close();
  const realNow = Date.now;
  try {
    Date.now = () => realNow() + 30_000; // past the time for which an answer is fresh
    expect((await labScopeForApiKey(bearer(known.apiKey), ["ingest"])).labId).toBe(scope.labId);
    await expect(labScopeForApiKey(bearer(unknown.apiKey), ["ingest"])).rejects.toMatchObject({ kind: "unavailable" });
    Date.now = () => realNow() + 20 * 60_000; // past the time for which it is believed
    await expect(labScopeForApiKey(bearer(known.apiKey), ["ingest"])).rejects.toMatchObject({ kind: "unavailable" });
  } finally {
    Date.now = realNow;
    await gate.open();
  }
  const use = () =>
    labScopeForApiKey(bearer(unknown.apiKey), ["ingest"])
      .then(({ labId }) => labId)
      .catch(() => null);
  await expect.poll(use).toBe(scope.labId);
});

it("does not wait for a database that hangs when it knows the key", { timeout: 60_000 }, async () => {
  const { scope } = await createLab();
  const { apiKey } = await createApiKey(scope, { name: "known", scopes: ["ingest"] });
  await labScopeForApiKey(bearer(apiKey), ["ingest"]);
  gate.hang();
  const realNow = Date.now;
  try {
    Date.now = () => realNow() + 30_000;
    const startedAtMs = performance.now();
    expect((await labScopeForApiKey(bearer(apiKey), ["ingest"])).labId).toBe(scope.labId);
    expect(performance.now() - startedAtMs).toBeLessThan(5_000);
  } finally {
    Date.now = realNow;
    await gate.close();
    await gate.open();
  }
});
