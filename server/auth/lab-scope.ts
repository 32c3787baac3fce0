import { findMembership } from "../data/labs/lab-reads";
import type { Standing } from "../domain/labs/standing";
import { AppError } from "../errors";
import type { KeyScope, LabScope, Role } from "../lab-scope";
import { hashApiKey, isApiKey } from "./api-key";
import { cachedApiKey } from "./api-key-cache";
import { noteKeyUse } from "./key-use";
import { roleOfKey } from "./roles";

/** The one cast that makes a scope: everything below has proved what it says. */
function mint(scope: Pick<LabScope, "labId" | "actor" | "role"> & { owesSecondFactor?: boolean }): LabScope {
  return { owesSecondFactor: false, ...scope } as LabScope;
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
 * @param keyScopes of which the key must have one
 * @throws AppError `unauthenticated` without a valid key, `forbidden` without the scope, `unavailable` when the key is not known yet and
 *   the database is away
 */
export async function labScopeForApiKey(
  authorization: string | null,
  keyScopes: readonly KeyScope[],
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
  if (!keyScopes.some((scope) => key.scopes.includes(scope))) {
    throw new AppError("forbidden", `This needs a key with the scope ${keyScopes.map((s) => `"${s}"`).join(" or ")}.`);
  }
  noteKeyUse(key.apiKeyId);
  return mint({ labId: key.labId, actor: `key:${key.apiKeyId}`, role: roleOfKey(key.scopes) });
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
  return mint({ labId: scope.labId, actor: scope.actor, role, owesSecondFactor });
}

/** The lab that somebody has just become a member of. */
export function labScopeForNewMember(args: { userId: string; labId: number; role: Role }): LabScope {
  return mint({ labId: args.labId, actor: `user:${args.userId}`, role: args.role });
}
