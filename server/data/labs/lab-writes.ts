import { z } from "zod";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import type { AccountsTransaction } from "../accounts/auth-client";
import type { ConfigTransaction } from "../in-lab-config";
import type { LabSettings } from "./lab-reads";

export type LockedLab = { organizationId: string; slug: string; name: string };
const lockedLab = z.object({ organizationId: z.string(), slug: z.string(), name: z.string() });

/**
 * Keeps others from changing the lab's team until the commit; who takes an owner away is kept out by the database, too.
 * @throws AppError `not_found` when the lab is gone or being deleted
 */
export async function lockLab(scope: LabScope, tx: AccountsTransaction): Promise<LockedLab> {
  const rows = await tx.$queryRaw`
    SELECT id AS "organizationId", slug, name FROM labs
    WHERE lab_id = ${scope.labId} AND deleting_at IS NULL FOR NO KEY UPDATE`;
  const [lab] = z.array(lockedLab).parse(rows);
  if (!lab) throw new AppError("not_found", "This lab was deleted.");
  return lab;
}

export async function updateLabSettings(
  scope: LabScope,
  tx: ConfigTransaction,
  changes: { [Name in keyof LabSettings]?: LabSettings[Name] | undefined },
): Promise<void> {
  const data = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  await tx.lab.updateMany({ where: { labId: scope.labId }, data });
}

/** Closes the lab to everybody; its rows go later. */
export async function markLabDeleted(scope: LabScope, tx: AccountsTransaction): Promise<void> {
  await tx.lab.updateMany({ where: { labId: scope.labId, deletingAt: null }, data: { deletingAt: new Date() } });
}

/** Removes the row of a lab that is marked as deleted, and what hangs on it: members, keys, invitations, configuration, audit. */
export async function deleteMarkedLab(scope: LabScope, tx: AccountsTransaction): Promise<void> {
  await tx.lab.deleteMany({ where: { labId: scope.labId, deletingAt: { not: null } } });
}
