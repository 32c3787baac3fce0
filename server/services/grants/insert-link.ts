import { z } from "zod";
import { createGrantSecret } from "../../auth/grant-secret";
import { inTeam } from "../../auth/in-team";
import { insertAudit } from "../../data/audit/audit-writes";
import { countWorkingGrants } from "../../data/team/grant-reads";
import { deleteEndedGrants, insertGrant } from "../../data/team/grant-writes";
import { plainName } from "../../domain/cells/input-names";
import type { GrantedRead, GrantedResource } from "../../domain/labs/grants";
import { env } from "../../env";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";

/** A year that has a leap day. */
const MAX_MS = 366 * 86_400_000;

export const linkExpiry = z.iso.datetime({ offset: true }).meta({ description: "ISO 8601, at most a year ahead" });
export const linkLabel = plainName
  .nullable()
  .default(null)
  .meta({ description: "For whom or what, so that it can be told apart" });

type NewLink = {
  label: string | null;
  resource: GrantedResource;
  reads: GrantedRead[];
  needsSignIn: boolean;
  expiresAt: string;
};

export type MadeLink = {
  grantId: string;
  /** The secret: in this answer and nowhere else. */
  grant: string;
  secretStart: string;
  label: string | null;
  createdAt: Date;
  expiresAt: Date;
};

/**
 * Writes a link of whatever kind, within the lab's bound.
 * @param audited what the audit keeps of it
 * @throws AppError `conflict` where the lab has as many links as it may, `invalid_input` for an end that is past or too far
 */
export async function insertLink(scope: LabScope, link: NewLink, audited: Record<string, unknown>): Promise<MadeLink> {
  const { label } = link;
  const expiresAt = expiryOf(link.expiresAt);
  const { grant, ...stored } = createGrantSecret();
  const made = await inTeam(scope, "manageKeys", async (tx, team) => {
    const { LAB_MAX_GRANTS } = env();
    if ((await countWorkingGrants(scope, tx)) >= LAB_MAX_GRANTS) {
      throw new AppError("conflict", `This lab has ${LAB_MAX_GRANTS} links that work. Revoke some that nobody uses.`);
    }
    await deleteEndedGrants(scope, tx, { keep: LAB_MAX_GRANTS });
    const inserted = await insertGrant(scope, tx, { ...link, expiresAt, ...stored });
    const subject = label ?? stored.secretStart;
    const after = { id: inserted.grantId, ...audited, startsWith: stored.secretStart, expiresAt };
    await insertAudit(team.scope, tx, { action: "grant.create", subject, before: null, after });
    return inserted;
  });
  return { ...made, grant, secretStart: stored.secretStart, label, expiresAt };
}

function expiryOf(iso: string): Date {
  const expiresAt = new Date(iso);
  const aheadMs = expiresAt.getTime() - Date.now();
  if (aheadMs > 0 && aheadMs <= MAX_MS) return expiresAt;
  const problems = [{ pointer: "/expiresAt", message: "expected a time to come, at most a year ahead" }];
  throw new AppError("invalid_input", "A link works for a time, a year at most.", { problems });
}
