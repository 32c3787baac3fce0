import { z } from "zod";
import { createGrantSecret } from "../../auth/grant-secret";
import { inTeam } from "../../auth/in-team";
import { requirePermission } from "../../auth/roles";
import { insertAudit } from "../../data/audit/audit-writes";
import { findCellId } from "../../data/cells/cell-reads";
import { getGrouping } from "../../data/groupings/grouping-reads";
import { inLabConfig } from "../../data/in-lab-config";
import { countWorkingGrants } from "../../data/team/grant-reads";
import { deleteEndedGrants, insertGrant } from "../../data/team/grant-writes";
import { plainName, toName } from "../../domain/cells/input-names";
import { ALL_CELLS } from "../../domain/groups/all-cells";
import {
  type AskedResource,
  askedResource,
  GRANTED_READS,
  type GrantedRead,
  type GrantedResource,
  grantedReads,
} from "../../domain/labs/grants";
import { env } from "../../env";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";

/** A year that has a leap day. */
const MAX_MS = 366 * 86_400_000;

export const grantInput = z
  .strictObject({
    resource: askedResource,
    reads: grantedReads
      .min(1, "choose at least one")
      .max(20)
      .meta({
        description:
          "What of it is shown. Of a cell: `cycles`, `steps`, `samples`, `curves`, `ageing`, `export`; of a grouping: `cycles`, `deviations`, `ageing`, `strays`, `export`",
        examples: [["cycles"]],
      }),
    expiresAt: z.iso.datetime({ offset: true }).meta({ description: "ISO 8601, at most a year ahead" }),
    label: plainName.nullable().default(null).meta({ description: "For whom or what, so that it can be told apart" }),
  })
  .superRefine(({ resource, reads }, ctx) => {
    const known: readonly GrantedRead[] = GRANTED_READS[resource.kind];
    reads.forEach((read, index) => {
      if (known.includes(read)) return;
      const message = `expected one of ${known.join(", ")} of a ${resource.kind}`;
      ctx.addIssue({ code: "custom", message, path: ["reads", index] });
    });
  })
  .meta({ id: "GrantInput" });

export type MadeGrant = {
  grantId: string;
  /** The secret: in this answer and nowhere else. */
  grant: string;
  secretStart: string;
  resource: AskedResource;
  reads: GrantedRead[];
  label: string | null;
  createdAt: Date;
  expiresAt: Date;
};

/**
 * Makes a link that shows one thing of the lab, to whoever has it, until it expires or is revoked.
 * @throws AppError `not_found` for what the lab does not have, `conflict` where it has as many links as it may
 */
export async function createGrant(scope: LabScope, input: z.input<typeof grantInput>): Promise<MadeGrant> {
  requirePermission(scope, "manageKeys");
  const { resource: asked, label, ...given } = grantInput.parse(input);
  const expiresAt = expiryOf(given.expiresAt);
  const reads = [...new Set(given.reads)];
  const resource = await storedResource(scope, asked);
  const { grant, ...stored } = createGrantSecret();
  const made = await inTeam(scope, "manageKeys", async (tx, team) => {
    const { LAB_MAX_GRANTS } = env();
    if ((await countWorkingGrants(scope, tx)) >= LAB_MAX_GRANTS) {
      throw new AppError("conflict", `This lab has ${LAB_MAX_GRANTS} links that work. Revoke some that nobody uses.`);
    }
    await deleteEndedGrants(scope, tx, { keep: LAB_MAX_GRANTS });
    const inserted = await insertGrant(scope, tx, { label, resource, reads, expiresAt, ...stored });
    const subject = label ?? stored.secretStart;
    const after = { id: inserted.grantId, resource: asked, reads, startsWith: stored.secretStart, expiresAt };
    await insertAudit(team.scope, tx, { action: "grant.create", subject, before: null, after });
    return inserted;
  });
  const { secretStart } = stored;
  return { ...made, grant, secretStart, resource: asked, reads, label, expiresAt };
}

function expiryOf(iso: string): Date {
  const expiresAt = new Date(iso);
  const aheadMs = expiresAt.getTime() - Date.now();
  if (aheadMs > 0 && aheadMs <= MAX_MS) return expiresAt;
  const problems = [{ pointer: "/expiresAt", message: "expected a time to come, at most a year ahead" }];
  throw new AppError("invalid_input", "A link works for a time, a year at most.", { problems });
}

async function storedResource(scope: LabScope, asked: AskedResource): Promise<GrantedResource> {
  if (asked.kind === "grouping") {
    const { id } = asked;
    if (id !== ALL_CELLS.id) await inLabConfig(scope, (tx) => getGrouping(scope, tx, id));
    return { kind: "grouping", groupingId: id };
  }
  const name = toName(asked.name);
  const cellId = name ? await inLabConfig(scope, (tx) => findCellId(scope, tx, { name })) : null;
  if (cellId === null) throw new AppError("not_found", "There is no such cell in this lab.");
  return { kind: "cell", cellId };
}
