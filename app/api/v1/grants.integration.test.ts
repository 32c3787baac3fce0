import { pino } from "pino";
import { beforeAll, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { GET as trpcGet, POST as trpcPost } from "@/app/api/trpc/[trpc]/route";
import { GET as exportCellOfPages } from "@/app/api/labs/[labSlug]/cells/[cellName]/export/route";
import { GET as exportOfPages } from "@/app/api/labs/[labSlug]/export/route";
import { GET as exportGroupingOfPages } from "@/app/api/labs/[labSlug]/groupings/[groupingId]/export/route";
import type { Operation } from "@/server/api/rest/operation";
import { OPERATIONS } from "@/server/api/rest/operations";
import { appRouter } from "@/server/api/trpc/root";
import { hashGrant } from "@/server/auth/grant-secret";
import { grantUses } from "@/server/auth/recorded-uses";
import { authClient } from "@/server/data/accounts/auth-client";
import { inLabConfig } from "@/server/data/in-lab-config";
import { GRANTED_READS, type GrantedRead } from "@/server/domain/labs/grants";
import { env } from "@/server/env";
import type { LabScope } from "@/server/lab-scope";
import { logger } from "@/server/logger";
import { storeBatch } from "@/server/services/batches/store-batch";
import { putCell } from "@/server/services/cells/put-cell";
import { removeCell } from "@/server/services/cells/remove-cell";
import { renameCell } from "@/server/services/cells/rename-cell";
import { createMetadataField } from "@/server/services/fields/create-metadata-field";
import { createGrouping } from "@/server/services/groupings/create-grouping";
import { removeGrouping } from "@/server/services/groupings/remove-grouping";
import { createApiKey } from "@/server/services/team/create-api-key";
import { cloneTestDatabase } from "@/server/testing/clone-test-database";
import { batchOf, createLab } from "@/server/testing/factories";

cloneTestDatabase();

const ROUTES = import.meta.glob<Record<string, (request: Request) => Promise<Response>>>("./**/route.ts", {
  eager: true,
});
type OperationName = keyof typeof OPERATIONS;
const NAMES = Object.keys(OPERATIONS) as OperationName[];
const operationOf = (name: OperationName): Operation => OPERATIONS[name];

const CELL = "A/1".replace("/", " Ü");
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

async function preparedLab() {
  const { scope } = await createLab();
  const { apiKey } = await createApiKey(scope, { name: "all", scopes: ["ingest", "read", "manage"] });
  await createMetadataField(scope, { name: "cathode", type: "text" });
  const { id: groupingId } = await createGrouping(scope, { name: "Cathodes", by: ["cathode"] });
  for (const cell of [CELL, "another"]) await storeCell(scope, cell);
  return { scope, apiKey, groupingId };
}

/** Three cycles of ten minutes at 1 A each way, the last one unfinished. */
async function storeCell(scope: LabScope, cell: string) {
  const samples = Array.from({ length: 60 }, (_, minute) => ({
    timeUs: 1.7e15 + minute * 60e6,
    voltageV: 3 + minute / 100,
    currentA: minute % 20 < 10 ? 1 : -1,
    cycle: 1 + Math.floor(minute / 20),
    testTimeS: minute * 60,
  }));
  await storeBatch(scope, batchOf(cell, samples));
  await putCell(scope, { name: cell, changes: { nominalCapacityAh: 0.2, metadata: { cathode: "NMC811" } } });
}

let ours: Awaited<ReturnType<typeof preparedLab>>;
let theirs: typeof ours;
beforeAll(async () => {
  [ours, theirs] = [await preparedLab(), await preparedLab()];
});

type Sent = { params?: Record<string, string>; query?: Record<string, string>; body?: unknown; apiKey?: string };

/** Asks an operation by its URL, with a key or without. */
async function ask(name: OperationName, { params = {}, query = {}, body, apiKey }: Sent) {
  const { method, path } = operationOf(name);
  const filled = path.replace(/\{(\w+)\}/g, (_, key) => encodeURIComponent(params[key] ?? ""));
  const route = `.${path.slice("/api/v1".length).replace(/\{(\w+)\}/g, "[$1]")}/route.ts`;
  const url = `${env().APP_URL}${filled}?${new URLSearchParams(query)}`;
  const headers = {
    "Content-Type": "application/json",
    ...(apiKey === undefined ? {} : { Authorization: `Bearer ${apiKey}` }),
  };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await ROUTES[route]?.[method]?.(new Request(url, { method, headers, ...sent }));
  if (!response) throw new Error(`${method} ${path} is not mounted`);
  return response;
}

const madeGrant = z.object({ id: z.string(), grant: z.string(), urls: z.record(z.string(), z.url()) });

type Resource = { kind: "cell"; name: string } | { kind: "grouping"; id: number };
async function link(resource: Resource, reads: readonly GrantedRead[], { apiKey } = ours) {
  const response = await ask("createGrant", { apiKey, body: { resource, reads, expiresAt: inAnHour() } });
  expect(response.status).toBe(201);
  return madeGrant.parse(await response.json());
}

const ofCell = (name = CELL): Resource => ({ kind: "cell", name });
const ofGrouping = (id = ours.groupingId): Resource => ({ kind: "grouping", id });
/** With all that there is to show of it. */
const fullLinks = async () => ({
  cell: await link(ofCell(), GRANTED_READS.cell),
  grouping: await link(ofGrouping(), GRANTED_READS.grouping),
});

/** What an operation has to be asked with to be answered. */
const NEEDED: Partial<Record<OperationName, Record<string, string>>> = {
  listCurves: { kind: "vq" },
  listGroupCycles: { metric: "dischargeCapacityAh" },
  listGroupDeviations: { metric: "dischargeCapacityAh", cycle: "1" },
};
const paramsOf = (cell = CELL, groupingId = ours.groupingId) => ({ name: cell, id: String(groupingId) });
const statusOf = async (name: OperationName, sent: Sent) => {
  const response = await ask(name, { ...sent, query: { ...NEEDED[name], ...sent.query } });
  await response.body?.cancel();
  return response.status;
};

it("names what is shown by the last part of its path, and knows no other operation", () => {
  const shown = NAMES.flatMap((name) => {
    const { granted, method, path } = operationOf(name);
    return granted ? [{ ...granted, method, path }] : [];
  });
  const expected = Object.entries(GRANTED_READS).flatMap(([kind, reads]) =>
    reads.map((read) => `GET /api/v1/${kind === "cell" ? "cells/{name}" : "groupings/{id}"}/${read}`),
  );
  expect(shown.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(expected.sort());
  for (const { kind, read, path } of shown) {
    expect(path.startsWith(kind === "cell" ? "/api/v1/cells/" : "/api/v1/groupings/")).toBe(true);
    expect(path.endsWith(`/${read}`)).toBe(true);
  }
});

it.each(NAMES)("shows through %s what a link names, and nothing else", async (name) => {
  const links = await fullLinks();
  const { granted } = operationOf(name);
  for (const kind of ["cell", "grouping"] as const) {
    const query = { grant: links[kind].grant };
    const isShown = granted?.kind === kind;
    expect(await statusOf(name, { params: paramsOf(), query }), kind).toBe(isShown ? 200 : 404);
    // Of another cell or grouping, of the built-in one, and of another lab's by its id.
    for (const params of [
      paramsOf("another", 0),
      paramsOf("missing", theirs.groupingId),
      { name: `${CELL}%2F..`, id: `0${ours.groupingId}` },
    ]) {
      expect(await statusOf(name, { params, query }), JSON.stringify(params)).toBe(404);
    }
    // A key beside it opens nothing more.
    const sent = { params: paramsOf("another", 0), query, apiKey: ours.apiKey };
    expect(await statusOf(name, sent)).toBe(404);
  }
});

it.each(NAMES.filter((name) => operationOf(name).granted))(
  "does not show through %s what is not chosen",
  async (name) => {
    const { granted } = operationOf(name);
    if (!granted) throw new RangeError("it is shown by some link");
    const [kind, resource] = [granted.kind, granted.kind === "cell" ? ofCell() : ofGrouping()];
    const { grant: others } = await link(
      resource,
      GRANTED_READS[kind].filter((read) => read !== granted.read),
    );
    expect(await statusOf(name, { params: paramsOf(), query: { grant: others } })).toBe(404);
    const { grant, urls } = await link(resource, [granted.read]);
    expect(await statusOf(name, { params: paramsOf(), query: { grant } })).toBe(200);
    // Their lab has a cell of the same name.
    const foreign = await link(kind === "cell" ? ofCell() : ofGrouping(theirs.groupingId), [granted.read], theirs);
    const theirGrouping = kind === "grouping" ? ours.groupingId : theirs.groupingId;
    const seen = await ask(name, {
      params: paramsOf(CELL, theirGrouping),
      query: { ...NEEDED[name], grant: foreign.grant },
    });
    expect(seen.status).toBe(kind === "cell" ? 200 : 404);
    await seen.body?.cancel();
    expect(Object.keys(urls)).toEqual([granted.read]);
    expect(new URL(urls[granted.read] ?? "").searchParams.get("grant")).toBe(grant);
  },
);

it.each(Object.keys(appRouter._def.procedures))("opens the procedure %s to no link", async (procedure) => {
  const links = await fullLinks();
  for (const { grant } of Object.values(links)) {
    const url = `${env().APP_URL}/api/trpc/${procedure}?grant=${grant}`;
    expect((await trpcGet(new Request(url))).status).toBe(404);
    const headers = { "Content-Type": "application/json", origin: env().APP_URL };
    expect((await trpcPost(new Request(url, { method: "POST", body: "{}", headers }))).status).toBe(404);
    // Nor is it a key.
    const bearer = { headers: { Authorization: `Bearer ${grant}` } };
    const answered = await trpcGet(new Request(`${env().APP_URL}/api/trpc/${procedure}`, bearer));
    expect(await answered.text()).toMatch(/UNAUTHORIZED|METHOD_NOT_SUPPORTED/);
  }
});

it("opens nothing else by a link, be it taken for a key", async () => {
  const { cell } = await fullLinks();
  const ofPages = {
    export: exportOfPages,
    [`cells/${encodeURIComponent(CELL)}/export`]: exportCellOfPages,
    [`groupings/${ours.groupingId}/export`]: exportGroupingOfPages,
  };
  for (const [path, get] of Object.entries(ofPages)) {
    const url = `${env().APP_URL}/api/labs/any/${path}?grant=${cell.grant}`;
    expect((await get(new Request(url))).status, path).toBe(401);
  }
  for (const name of NAMES) expect(await statusOf(name, { params: paramsOf(), apiKey: cell.grant }), name).toBe(401);
});

it("takes parameters of the query that stay within what is named", async () => {
  const { cell, grouping } = await fullLinks();
  const cycles = (query: Record<string, string>, grant = cell.grant) =>
    ask("listCycles", { params: paramsOf(), query: { grant, ...query } });
  const csv = await cycles({ format: "csv" });
  expect(csv.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(await csv.text()).toMatch(/^cycle,/);
  expect((await cycles({ colour: "red" })).status).toBe(422);
  expect((await cycles({ format: "xlsx" })).status).toBe(415);
  const groups = (query: Record<string, string>) =>
    statusOf("listGroupCycles", { params: paramsOf(), query: { grant: grouping.grant, ...query } });
  expect(await groups({ reference: "NMC811", x: "cycle" })).toBe(200);
  // The means of any cell of the lab would follow from the differences.
  expect(await groups({ referenceCell: "another" })).toBe(404);
  expect(
    await statusOf("listGroupCycles", {
      params: paramsOf(),
      query: { referenceCell: "another" },
      apiKey: ours.apiKey,
    }),
  ).toBe(200);
  // Said twice, and none of ours.
  const { grant } = cell;
  const twice = new Request(`${env().APP_URL}/api/v1/cells/${encodeURIComponent(CELL)}/cycles?grant=${grant}&grant=x`);
  expect((await ROUTES["./cells/[name]/cycles/route.ts"]?.GET?.(twice))?.status).toBe(404);
  for (const wrong of ["", "ct_g_", `${grant}x`, ours.apiKey, grant.toUpperCase()]) {
    expect((await cycles({}, wrong)).status, wrong).toBe(404);
  }
});

it("ends with its time, and at once when it is revoked", async () => {
  const { id, grant } = await link(ofCell(), ["cycles"]);
  const shown = () => statusOf("listCycles", { params: paramsOf(), query: { grant } });
  expect(await shown()).toBe(200);
  await authClient().grant.update({ where: { grantId: id }, data: { expiresAt: new Date(Date.now() - 1) } });
  expect(await shown()).toBe(404);
  await authClient().grant.update({ where: { grantId: id }, data: { expiresAt: new Date(Date.now() + 60_000) } });
  expect(await shown()).toBe(200);
  expect(await statusOf("deleteGrant", { params: { id }, apiKey: ours.apiKey })).toBe(200);
  expect(await shown()).toBe(404);
  expect(await statusOf("deleteGrant", { params: { id }, apiKey: ours.apiKey })).toBe(404);
});

it("follows the cell itself, and never shows another that came to have its name", async () => {
  await storeCell(ours.scope, "renamed");
  const { id, grant } = await link(ofCell("renamed"), ["cycles"]);
  const shown = (name: string) => statusOf("listCycles", { params: paramsOf(name), query: { grant } });
  await renameCell(ours.scope, { cell: "renamed", newName: "renamed again" });
  await storeCell(ours.scope, "renamed");
  expect([await shown("renamed"), await shown("renamed again")]).toEqual([404, 200]);
  const nameNow = async () => {
    const { grants } = await (await ask("listGrants", { apiKey: ours.apiKey })).json();
    return grants.find((one: { id: string }) => one.id === id)?.resource;
  };
  expect(await nameNow()).toEqual({ kind: "cell", name: "renamed again" });
  await removeCell(ours.scope, { cell: "renamed again" });
  await storeCell(ours.scope, "renamed again");
  expect(await shown("renamed again")).toBe(404);
  expect(await nameNow()).toEqual({ kind: "cell", name: null });

  const { id: groupingId } = await createGrouping(ours.scope, { name: "gone", by: ["cathode"] });
  const gone = await link(ofGrouping(groupingId), ["strays"]);
  await removeGrouping(ours.scope, { groupingId });
  const query = { grant: gone.grant };
  expect(await statusOf("listStrays", { params: paramsOf(CELL, groupingId), query })).toBe(404);
});

it("is made by whoever may read and manage, for what there is and a year at most", async () => {
  const body = { resource: ofCell(), reads: ["cycles"], expiresAt: inAnHour() };
  for (const scopes of [["read"], ["manage"], ["ingest", "manage"]] as const) {
    const { apiKey } = await createApiKey(ours.scope, { name: "some", scopes: [...scopes] });
    const refused = await ask("createGrant", { apiKey, body });
    expect(refused.status).toBe(403);
    expect((await refused.json()).detail).toContain('"read" and "manage"');
  }
  const { apiKey } = ours;
  const statusFor = (other: object) => statusOf("createGrant", { apiKey, body: { ...body, ...other } });
  const DAY_MS = 86_400_000;
  const inDays = (days: number) => ({ expiresAt: new Date(Date.now() + days * DAY_MS).toISOString() });
  expect(await statusFor(inDays(365))).toBe(201);
  expect(await statusFor(inDays(367))).toBe(422);
  expect(await statusFor(inDays(-1))).toBe(422);
  expect(await statusFor({ expiresAt: undefined })).toBe(422);
  expect(await statusFor({ reads: [] })).toBe(422);
  expect(await statusFor({ reads: ["strays"] })).toBe(422);
  expect(await statusFor({ resource: { kind: "lab" } })).toBe(422);
  expect(await statusFor({ resource: ofCell("missing") })).toBe(404);
  expect(await statusFor({ resource: ofCell("x".repeat(500)) })).toBe(404);
  expect(await statusFor({ resource: ofGrouping(theirs.groupingId), reads: ["strays"] })).toBe(404);
  expect(await statusFor({ resource: ofGrouping(0), reads: ["strays"] })).toBe(201);
});

/** Every line that the log has from now on, down to the least important. */
function listenToLog(): string[] {
  const stream = Reflect.get(logger, pino.symbols.streamSym);
  const { write } = stream;
  const { level } = logger;
  const lines: string[] = [];
  stream.write = (line: string) => lines.push(line);
  logger.level = "trace";
  onTestFinished(() => {
    stream.write = write;
    logger.level = level;
  });
  return lines;
}

it("keeps the secret nowhere, writes down who made and ended a link, and tells nobody its URL", async () => {
  const logged = listenToLog();
  const { id, grant } = await link(ofCell(), ["cycles"]);
  const response = await ask("listCycles", { params: paramsOf(), query: { grant } });
  expect(response.headers.get("cache-control")).toBe("private, no-store");
  expect(response.headers.get("referrer-policy")).toBe("no-referrer");
  expect(response.headers.get("x-robots-tag")).toBe("noindex");
  const refused = await ask("listSteps", { params: paramsOf(), query: { grant } });
  expect(refused.headers.get("cache-control")).toBe("private, no-store");
  expect(await refused.text()).not.toContain(grant);

  await statusOf("deleteGrant", { params: { id }, apiKey: ours.apiKey });
  const stored = await authClient().grant.findUniqueOrThrow({ where: { grantId: id } });
  expect(Buffer.from(stored.secretHash)).toEqual(Buffer.from(hashGrant(grant)));
  const audit = await inLabConfig(ours.scope, (tx) => tx.auditEntry.findMany({ orderBy: { at: "desc" }, take: 2 }));
  expect(audit.map(({ action, subject }) => [action, subject])).toEqual([
    ["grant.revoke", grant.slice(0, 11)],
    ["grant.create", grant.slice(0, 11)],
  ]);
  expect(audit[1]?.after).toMatchObject({ id, resource: { kind: "cell", name: CELL }, reads: ["cycles"] });
  const { grants } = await (await ask("listGrants", { apiKey: ours.apiKey })).json();
  const everything = JSON.stringify([stored, audit, grants, logged], (_, value) =>
    typeof value === "bigint" ? String(value) : value,
  );
  expect(everything).not.toContain(grant);
  expect(logged.join("")).toContain("request refused");
  expect(grants.find((one: { id: string }) => one.id === id)).toMatchObject({
    resource: { kind: "cell", name: CELL },
    reads: ["cycles"],
    startsWith: grant.slice(0, 11),
    by: "Key all",
    revokedAt: expect.any(String),
  });
});

it("notes when it was used last", async () => {
  const { id, grant } = await link(ofCell(), ["cycles"]);
  const lastUsed = async () => (await authClient().grant.findUniqueOrThrow({ where: { grantId: id } })).lastUsedAt;
  expect(await lastUsed()).toBeNull();
  await statusOf("listCycles", { params: paramsOf(), query: { grant } });
  await grantUses().writeAll();
  expect(await lastUsed()).toBeInstanceOf(Date);
});
