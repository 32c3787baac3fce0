import { beforeAll, expect, it } from "vitest";
import type { Operation } from "@/server/api/rest/operation";
import { OPERATIONS } from "@/server/api/rest/operations";
import { appRouter } from "@/server/api/trpc/root";
import { SHARE_HEADER, type ViewPage } from "@/server/domain/labs/granted-view";
import { env } from "@/server/env";
import { storeBatch } from "@/server/services/batches/store-batch";
import { putCell } from "@/server/services/cells/put-cell";
import { createMetadataField } from "@/server/services/fields/create-metadata-field";
import { shareView } from "@/server/services/grants/share-view";
import { createGrouping } from "@/server/services/groupings/create-grouping";
import { cloneTestDatabase } from "@/server/testing/clone-test-database";
import { batchOf, createLab } from "@/server/testing/factories";
import { GET as trpcGet, POST as trpcPost } from "./trpc/[trpc]/route";

// A link to a view is for its page alone, which says its secret in a header to `/api/trpc`: what that opens, `shares.integration.test.ts`
// says. Here every other door is tried with it.

cloneTestDatabase();

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
type Method = (typeof METHODS)[number];
type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Response | Promise<Response>;
const FILES = import.meta.glob<Partial<Record<Method, Handler>>>("/app/**/route.ts", { eager: true });

const CELL = "Zelle 7";
/** Each is in some answer to a member, and in none of the requests here. */
const LAB = "Secret Bench";
const FIELD = "secret recipe";
const GROUPING = "Secret cathodes";
const VALUE = "NMC of ours";
const OF_THE_LAB = [LAB, FIELD, GROUPING, VALUE];
const CYCLE_OF_THE_LAB = "dischargeCapacityAh";

let slug: string;
let groupingId: number;
let links: Record<ViewPage, string>;
beforeAll(async () => {
  const lab = await createLab(LAB);
  const { scope } = lab;
  slug = lab.slug;
  await createMetadataField(scope, { name: FIELD, type: "text" });
  ({ id: groupingId } = await createGrouping(scope, { name: GROUPING, by: [FIELD] }));
  const samples = Array.from({ length: 6 }, (_, hour) => ({
    timeUs: 1.7e15 + hour * 3600e6,
    voltageV: 3.7,
    currentA: hour % 4 < 2 ? 1 : -1,
    cycle: 1 + Math.floor(hour / 4),
  }));
  await storeBatch(scope, batchOf(CELL, samples));
  await putCell(scope, { name: CELL, changes: { metadata: { [FIELD]: VALUE } } });
  const groups = [
    {
      ...{ groupingId, by: null, metrics: ["dischargeCapacityAh" as const], x: null, tag: null, rateC: null },
      ...{ only: null, hidden: [] },
    },
  ];
  const link = async (page: ViewPage) => {
    const shown = { cells: page === "groups" || page === "dive" ? [] : [CELL], groups: page === "cell" ? [] : groups };
    const compared = page === "compare" ? { metric: "dischargeCapacityAh" as const, x: null } : null;
    const view = { page, name: "A view", query: "", ...shown, compared };
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    return (await shareView(scope, { view, needsSignIn: false, expiresAt })).grant;
  };
  links = {
    groups: await link("groups"),
    dive: await link("dive"),
    cell: await link("cell"),
    compare: await link("compare"),
  };
});

const WAYS = {
  query: (grant: string) => ({ query: `?grant=${grant}`, headers: {} }),
  bearer: (grant: string) => ({ query: "", headers: { Authorization: `Bearer ${grant}` } }),
  header: (grant: string) => ({ query: "", headers: { [SHARE_HEADER]: grant } }),
};
const OF_NO_LINK = { query: "", headers: {} };

/** Every page's link in every way that a secret may be said. */
const attempts = () =>
  Object.entries(links).flatMap(([page, grant]) =>
    Object.entries(WAYS).map(([way, said]) => ({ page, way, ...said(grant) })),
  );

const fileOf = (path: string) => FILES[`/app${path}/route.ts`];
const filled = (path: string, params: Record<string, string>) =>
  path.replace(/[{[](?:\.\.\.)?(\w+)[}\]]/g, (_, key) => encodeURIComponent(params[key] ?? ""));

type TestRequest = { method: Method; path: string; params: Record<string, string>; query: string; headers: object };

/** What a route file answers, whole. */
async function ask({ method, path, params, query, headers }: TestRequest) {
  const { origin } = new URL(env().APP_URL);
  const handler = fileOf(path)?.[method];
  if (!handler) throw new RangeError(`${method} ${path} is not mounted`);
  const sent = method === "GET" ? {} : { body: "{}" };
  const own = { Origin: origin, "Content-Type": "application/json", ...headers };
  const request = new Request(`${origin}${filled(path, params)}${query}`, { method, headers: own, ...sent });
  const answer = await handler(request, { params: Promise.resolve(params) });
  return { status: answer.status, text: await answer.text() };
}

function expectNothingOfTheLab(text: string): void {
  for (const word of OF_THE_LAB) expect(text).not.toContain(word);
  for (const grant of Object.values(links)) expect(text).not.toContain(grant);
}

const NAMES = Object.keys(OPERATIONS) as (keyof typeof OPERATIONS)[];

it.each(NAMES)("shows nothing through %s to a link of a view, whose secret is no key", async (name) => {
  const { method, path }: Operation = OPERATIONS[name];
  const params = { name: CELL, id: String(groupingId) };
  const brackets = path.replace(/\{(\w+)\}/g, "[$1]");
  for (const { page, way, query, headers } of attempts()) {
    const { status, text } = await ask({ method, path: brackets, params, query, headers });
    expect(status, `${page} ${way}`).toBe(way === "query" ? 404 : 401);
    expectNothingOfTheLab(text);
    expect(text).not.toContain(CYCLE_OF_THE_LAB);
  }
});

/** They tell everybody the same. */
const PUBLIC = ["/api/health", "/api/metrics", "/api/openapi.json", "/api/ready"];
/** What there is behind them is not said, of links to live views that nothing is kept of them. */
const HIDES_EXISTENCE = /^\/api\/(?:auth|shared)\//;
const OF_PAGES = Object.entries(FILES).flatMap(([file, handlers]) => {
  const path = file.slice("/app".length, -"/route.ts".length);
  // REST is tried above, with its list of operations, and tRPC below.
  if (path.startsWith("/api/v1/") || path.startsWith("/api/trpc/")) return [];
  return METHODS.filter((method) => handlers[method]).map((method) => ({ method, path }));
});

it("finds the routes of pages", () => {
  expect(OF_PAGES.map(({ method, path }) => `${method} ${path}`)).toEqual(
    expect.arrayContaining([
      "GET /api/labs/[labSlug]/export",
      "POST /api/labs/[labSlug]/imports",
      "GET /api/labs/[labSlug]/cells/[cellName]/[table]",
      "GET /api/labs/[labSlug]/cells/[cellName]/export",
      "GET /api/labs/[labSlug]/groupings/[groupingId]/export",
      "GET /labs/[labSlug]/settings/audit/audit.csv",
    ]),
  );
});

it.each(OF_PAGES)("shows nothing at $method $path to a link of a view", async ({ method, path }) => {
  const params = {
    ...{ labSlug: slug, cellName: CELL, groupingId: String(groupingId) },
    ...{ table: "cycles", all: "get-session" },
  };
  const { status: usual } = await ask({ method, path, params, ...OF_NO_LINK });
  if (!PUBLIC.includes(path)) expect(usual).toBe(HIDES_EXISTENCE.test(path) ? 404 : 401);
  for (const { page, way, query, headers } of attempts()) {
    const { status, text } = await ask({ method, path, params, query, headers });
    expect(status, `${page} ${way}`).toBe(usual);
    expectNothingOfTheLab(text);
  }
});

it.each(Object.keys(appRouter._def.procedures))(
  "opens the procedure %s to no link of a view in a URL, or as a key",
  async (procedure) => {
    const { origin } = new URL(env().APP_URL);
    const url = `${origin}/api/trpc/${procedure}`;
    for (const grant of Object.values(links)) {
      const { query } = WAYS.query(grant);
      const headers = { "Content-Type": "application/json", Origin: origin };
      expect((await trpcGet(new Request(`${url}${query}`))).status).toBe(404);
      expect((await trpcPost(new Request(`${url}${query}`, { method: "POST", body: "{}", headers }))).status).toBe(404);
      const answered = await trpcGet(new Request(url, { headers: WAYS.bearer(grant).headers }));
      expect(await answered.text()).toMatch(/UNAUTHORIZED|METHOD_NOT_SUPPORTED/);
    }
  },
);
