import { z } from "zod";
import { listCellNames } from "../../data/cells/cell-reads";
import { listGroupings } from "../../data/groupings/grouping-reads";
import { inLabConfig } from "../../data/in-lab-config";
import { listGrants } from "../../data/team/grant-reads";
import { ALL_CELLS } from "../../domain/groups/all-cells";
import { VIEW_PAGES } from "../../domain/labs/granted-view";
import { grantedPath, grantedReads, type GrantedResource } from "../../domain/labs/grants";
import { env } from "../../env";
import type { LabScope } from "../../lab-scope";
import { createGrant, grantInput } from "../../services/grants/create-grant";
import { revokeGrant } from "../../services/grants/revoke-grant";
import { actorNames } from "../actor-names";
import { listTable } from "../tables/list-table";
import { defineOperation } from "./operation";
import { nothing, time } from "./shared-schemas";

const name = z.string().nullable().meta({ description: "As it is called now; null when it is gone" });

const grantAnswer = z
  .object({
    id: z.string(),
    label: z.string().nullable(),
    resource: z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("cell"), name }),
      z.object({ kind: z.literal("grouping"), id: z.int(), name }),
      z.object({
        kind: z.literal("view"),
        page: z.enum(VIEW_PAGES),
        name: z.string().meta({ description: "As whoever shared it called it" }),
      }),
    ]),
    reads: grantedReads.meta({ description: "None of a view, which pages show" }),
    needsSignIn: z.boolean().meta({ description: "Whether whoever opens it has to be signed in" }),
    frozenAt: time.nullable().meta({ description: "When what a view shows was kept; null where it follows the lab" }),
    startsWith: z.string().meta({ description: "The first characters of its secret" }),
    by: z.string().meta({ description: "Whoever made it: a person, or a key" }),
    at: time,
    expiresAt: time,
    revokedAt: time.nullable(),
    lastUsedAt: time.nullable(),
  })
  .meta({ id: "Grant" });

const madeAnswer = z
  .object({
    id: z.string(),
    grant: z.string().meta({ description: "The secret, `ct_g_…`: shown this once" }),
    urls: z
      .partialRecord(grantedReads.element, z.url())
      .meta({ description: "What the link opens, by what it shows; parameters of the query may be added" }),
    expiresAt: time,
  })
  .meta({ id: "MadeGrant" });

export const listGrantsOperation = defineOperation({
  method: "GET",
  path: "/api/v1/grants",
  summary: "Links that show something of the lab without a key",
  description: "Also those that have expired or were revoked, the newest of them. Their secrets are not kept.",
  keyScopes: ["read"],
  params: nothing,
  query: nothing,
  body: null,
  answer: { status: 200, description: "The newest first", schema: z.object({ grants: z.array(grantAnswer) }) },
  table: ({ grants }) => listTable(grantAnswer, grants),
  refusals: [],
});

export const createGrantOperation = defineOperation({
  method: "POST",
  path: "/api/v1/grants",
  summary: "Make a link that shows one cell or grouping for a time",
  description:
    "Whoever has the link reads what it names by GET, in every format and with every parameter of the query that stays within it, and nothing else: " +
    '`pandas.read_csv(url + "&format=csv")` works without a key. It follows the cell or grouping itself, not its name: one that is renamed is read under its new name, ' +
    "and nothing that takes the name later is shown. All else, and a link that has ended, is 404.",
  keyScopes: ["read", "manage"],
  needsAllScopes: true,
  params: nothing,
  query: nothing,
  body: { schema: grantInput, readBy: "wrapper" },
  answer: { status: 201, description: "The link", schema: madeAnswer },
  refusals: ["malformed", "too_large", "not_found", "conflict"],
});

export const deleteGrantOperation = defineOperation({
  method: "DELETE",
  path: "/api/v1/grants/{id}",
  summary: "Revoke a link",
  description: "The next request with it is 404.",
  keyScopes: ["manage"],
  params: z.object({ id: z.string().meta({ description: "Id of the link" }) }),
  query: nothing,
  body: null,
  answer: { status: 200, description: "What was revoked", schema: grantAnswer.pick({ id: true }) },
  refusals: ["not_found"],
});

const isoOrNull = (at: Date | null) => at?.toISOString() ?? null;

/** The grants of the lab, with the names that what they show has now. */
export async function listGrantViews(scope: LabScope) {
  const grants = await listGrants(scope);
  const view = await resourceViews(
    scope,
    grants.map(({ resource }) => resource),
  );
  const nameOf = await actorNames(scope, [...new Set(grants.map(({ actor }) => actor))]);
  return {
    grants: grants.map(
      ({ grantId: id, label, resource, reads, secretStart: startsWith, actor, createdAt, ...times }) => ({
        id,
        label,
        resource: view(resource),
        reads,
        startsWith,
        needsSignIn: times.needsSignIn,
        frozenAt: isoOrNull(times.snapshot?.takenAt ?? null),
        by: nameOf(actor),
        at: createdAt.toISOString(),
        expiresAt: times.expiresAt.toISOString(),
        revokedAt: isoOrNull(times.revokedAt),
        lastUsedAt: isoOrNull(times.lastUsedAt),
      }),
    ),
  };
}

async function resourceViews(scope: LabScope, resources: readonly GrantedResource[]) {
  const cellIds = resources.flatMap((resource) => (resource.kind === "cell" ? [resource.cellId] : []));
  const [cells, groupings] = await inLabConfig(scope, async (tx) => [
    await listCellNames(scope, tx, { cellIds }),
    await listGroupings(scope, tx),
  ]);
  const names = new Map([ALL_CELLS, ...groupings].map(({ id, name }) => [id, name]));
  return (resource: GrantedResource) => {
    if (resource.kind === "view") return { kind: resource.kind, page: resource.page, name: resource.name };
    if (resource.kind === "cell") return { kind: resource.kind, name: cells.get(resource.cellId) ?? null };
    return { kind: resource.kind, id: resource.groupingId, name: names.get(resource.groupingId) ?? null };
  };
}

/** Makes a grant, and says what it opens. */
export async function makeGrant(scope: LabScope, given: z.input<typeof grantInput>) {
  const { grantId: id, grant, resource, reads, expiresAt } = await createGrant(scope, given);
  const urls = reads.map((read) => {
    const url = new URL(grantedPath(resource, read), env().APP_URL);
    url.searchParams.set("grant", grant);
    return [read, url.href] as const;
  });
  return { id, grant, urls: Object.fromEntries(urls), expiresAt: expiresAt.toISOString() };
}

export const postGrant = (scope: LabScope, { body }: { body: z.input<typeof grantInput> }) => makeGrant(scope, body);

export const deleteGrantById = (scope: LabScope, { params }: { params: { id: string } }) => revokeGrant(scope, params);
