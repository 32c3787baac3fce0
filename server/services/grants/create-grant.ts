import { z } from "zod";
import { requirePermission } from "../../auth/roles";
import { findCellId } from "../../data/cells/cell-reads";
import { getGrouping } from "../../data/groupings/grouping-reads";
import { inLabConfig } from "../../data/in-lab-config";
import { toName } from "../../domain/cells/input-names";
import { ALL_CELLS } from "../../domain/groups/all-cells";
import {
  type RequestedResource,
  requestedResource,
  GRANTED_READS,
  type GrantedRead,
  type GrantedResource,
  grantedReads,
} from "../../domain/labs/grants";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import { insertLink, linkExpiry, linkLabel, type MadeLink } from "./insert-link";

export const grantInput = z
  .strictObject({
    resource: requestedResource,
    reads: grantedReads
      .min(1, "choose at least one")
      .max(20)
      .meta({
        description:
          "What of it is shown. Of a cell: `cycles`, `steps`, `samples`, `curves`, `ageing`, `rate-test`, `tags`, `export`; of a grouping: `cycles`, `deviations`, `ageing`, `strays`, `export`",
        examples: [["cycles"]],
      }),
    expiresAt: linkExpiry,
    label: linkLabel,
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

export type MadeGrant = MadeLink & { resource: RequestedResource; reads: GrantedRead[] };

/**
 * Makes a link that shows one thing of the lab, to whoever has it, until it expires or is revoked.
 * @throws AppError `not_found` for what the lab does not have, `conflict` where it has as many links as it may
 */
export async function createGrant(scope: LabScope, input: z.input<typeof grantInput>): Promise<MadeGrant> {
  requirePermission(scope, "manageKeys");
  const { resource: requested, label, ...given } = grantInput.parse(input);
  const reads = [...new Set(given.reads)];
  const resource = await storedResource(scope, requested);
  const link = { label, resource, reads, needsSignIn: false, expiresAt: given.expiresAt };
  const made = await insertLink(scope, link, { resource: requested, reads });
  return { ...made, resource: requested, reads };
}

async function storedResource(scope: LabScope, requested: RequestedResource): Promise<GrantedResource> {
  if (requested.kind === "grouping") {
    const { id } = requested;
    if (id !== ALL_CELLS.id) await inLabConfig(scope, (tx) => getGrouping(scope, tx, id));
    return { kind: "grouping", groupingId: id };
  }
  const name = toName(requested.name);
  const cellId = name ? await inLabConfig(scope, (tx) => findCellId(scope, tx, { name })) : null;
  if (cellId === null) throw new AppError("not_found", "There is no such cell in this lab.");
  return { kind: "cell", cellId };
}
