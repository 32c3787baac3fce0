import { findCellId } from "../data/cells/cell-reads";
import { inLabConfig } from "../data/in-lab-config";
import { findMembership } from "../data/labs/lab-reads";
import { findGrant } from "../data/team/grant-reads";
import { toName } from "../domain/cells/input-names";
import type { GrantedView } from "../domain/labs/granted-view";
import type { GrantedRead } from "../domain/labs/grants";
import type { Standing } from "../domain/labs/standing";
import { AppError } from "../errors";
import { type KeyScope, type LabScope, opens, type Role } from "../lab-scope";
import { hashApiKey, isApiKey } from "./api-key";
import { cachedApiKey } from "./api-key-cache";
import { hashGrant, isGrant } from "./grant-secret";
import { grantUses, keyUses } from "./recorded-uses";
import { roleOfKey } from "./roles";

/** The one cast that makes a scope: everything below has proved what it says. */
function mint(
  scope: Pick<LabScope, "labId" | "actor" | "role"> & Partial<Pick<LabScope, "owesSecondFactor" | "narrowedTo">>,
): LabScope {
  return { owesSecondFactor: false, narrowedTo: null, ...scope } as LabScope;
}

/** The lab of that slug for a signed-in user; null when there is none, or they are no member: nobody can probe which. */
export async function labScopeForMember(userId: string, labSlug: string): Promise<LabScope | null> {
  const membership = await findMembership({ userId, labSlug });
  if (!membership) return null;
  const { labId, role, owesSecondFactor } = membership;
  return mint({ labId, actor: `user:${userId}`, role, owesSecondFactor });
}

const BEARER = /^Bearer +([^\s]+) *$/i;

/**
 * The lab of an API key.
 * @param authorization the header as sent, or null
 * @param keyScopes of which the key must have one, or all where `needsAll`
 * @throws AppError `unauthenticated` without a valid key, `forbidden` without the scope, `unavailable` when the key is not known yet and
 *   the database is away
 */
export async function labScopeForApiKey(
  authorization: string | null,
  keyScopes: readonly KeyScope[],
  { needsAll = false }: { needsAll?: boolean } = {},
): Promise<LabScope> {
  const text = BEARER.exec(authorization ?? "")?.[1];
  if (text === undefined) {
    throw new AppError("unauthenticated", "Send your key as: Authorization: Bearer ct_…");
  }
  const key = isApiKey(text) ? await cachedApiKey(hashApiKey(text)) : null;
  if (!key || key.revokedAt !== null) throw new AppError("unauthenticated", "This key is unknown or was revoked.");
  if (key.expiresAt !== null && key.expiresAt.getTime() <= Date.now()) {
    throw new AppError("unauthenticated", "This key has expired.");
  }
  requireScopes(key.scopes, keyScopes, needsAll);
  keyUses().note(key.apiKeyId);
  return mint({ labId: key.labId, actor: `key:${key.apiKeyId}`, role: roleOfKey(key.scopes) });
}

function requireScopes(given: readonly KeyScope[], needed: readonly KeyScope[], needsAll: boolean): void {
  const has = (scope: KeyScope) => given.includes(scope);
  if (needsAll ? needed.every(has) : needed.some(has)) return;
  const named = needed.map((scope) => `"${scope}"`);
  const message = needsAll
    ? `This needs a key with the scopes ${named.join(" and ")}.`
    : `This needs a key with the scope ${named.join(" or ")}.`;
  throw new AppError("forbidden", message);
}

/** What a request asks for with a grant: a table of a cell by its name, or of a grouping by its id, as its path has it. */
export type GrantRequest = { read: GrantedRead } & ({ kind: "cell"; name: string } | { kind: "grouping"; id: string });

/**
 * The one thing of a lab that a grant shows. The database is asked each time, so that a grant is revoked at once.
 * @param secret of the link
 * @param asked null for what no grant shows
 * @throws AppError `not_found` for all else: nobody can probe whether a link is unknown, has ended, or is for something else
 */
export async function labScopeForGrant(secret: string, requested: GrantRequest | null): Promise<LabScope> {
  if (!requested) throw notShown();
  const grant = await workingGrant(secret);
  if (!grant?.reads.includes(requested.read)) throw notShown();
  const scope = scopeOfGrant(grant);
  const named = requested.kind === "cell" ? await cellNamed(scope, requested.name) : groupingNamed(requested.id);
  if (!named || !opens(scope, named)) throw notShown();
  grantUses().note(grant.grantId);
  return scope;
}

/** A view of a page as its link shows it. */
export type SharedView = {
  scope: LabScope;
  grantId: string;
  view: GrantedView;
  expiresAt: Date;
  /** What it shows for good; null where it follows the lab. */
  frozen: { takenAt: Date; formulaVersion: number; opening: unknown } | null;
};

/**
 * The view that a link shares. The database is asked each time, so that a link is revoked at once.
 * @throws AppError `not_found` where it shares none any more, `unauthenticated` where it asks for a session and there is none
 */
export async function labScopeForShare(secret: string, { isSignedIn }: { isSignedIn: boolean }): Promise<SharedView> {
  const grant = await workingGrant(secret);
  if (grant?.resource.kind !== "view") throw notShown();
  if (grant.needsSignIn && !isSignedIn) throw new AppError("unauthenticated", "Sign in to open this link.");
  const { grantId, expiresAt, snapshot: frozen, resource: view } = grant;
  grantUses().note(grantId);
  return { scope: scopeOfGrant(grant), grantId, view, expiresAt, frozen };
}

const scopeOfGrant = ({ labId, grantId, resource }: NonNullable<Awaited<ReturnType<typeof workingGrant>>>) =>
  mint({ labId, actor: `grant:${grantId}`, role: "viewer", narrowedTo: resource });

/** The grant of that secret, where it has not ended. */
async function workingGrant(secret: string) {
  const grant = isGrant(secret) ? await findGrant(hashGrant(secret)) : null;
  return grant?.revokedAt === null && grant.expiresAt.getTime() > Date.now() ? grant : null;
}

const notShown = () =>
  new AppError("not_found", "This link shows nothing here. It may have expired or been revoked; ask whoever gave it.");

async function cellNamed(scope: LabScope, raw: string) {
  const name = toName(raw);
  const cellId = name ? await inLabConfig(scope, (tx) => findCellId(scope, tx, { name })) : null;
  return cellId === null ? null : { kind: "cell" as const, cellId };
}

function groupingNamed(id: string) {
  const groupingId = Number(id);
  return String(groupingId) === id ? { kind: "grouping" as const, groupingId } : null;
}

/** Whoever has a link to a grouping, as they look at one of its cells: the caller has found that it is in it. Everybody else as they are. */
export function scopeOfCellInGrouping(scope: LabScope, { cellId }: { cellId: number }): LabScope {
  if (scope.narrowedTo?.kind !== "grouping") return scope;
  const { labId, actor, role } = scope;
  return mint({ labId, actor, role, narrowedTo: { kind: "cell", cellId } });
}

/** The lab that a job names: it was put into the queue by someone who had a scope. */
export function labScopeFromJob(labId: number): LabScope {
  return mint({ labId, actor: "job", role: "admin" });
}

/** Any lab, for the operator's commands, which run where the database's own password is. */
export function labScopeForAdmin(labId: number): LabScope {
  return mint({ labId, actor: "operator", role: "owner" });
}

/** The same bearer as they stand by now. */
export function scopeWithStanding(scope: LabScope, { role, owesSecondFactor }: Standing): LabScope {
  const { labId, actor, narrowedTo } = scope;
  return mint({ labId, actor, narrowedTo, role, owesSecondFactor });
}

/** The lab that somebody has just become a member of. */
export function labScopeForNewMember(args: { userId: string; labId: number; role: Role }): LabScope {
  return mint({ labId: args.labId, actor: `user:${args.userId}`, role: args.role });
}
