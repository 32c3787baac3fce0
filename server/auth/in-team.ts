import { type AccountsTransaction, inAccounts } from "../data/accounts/auth-client";
import { lockLab, type LockedLab } from "../data/labs/lab-writes";
import { findMember } from "../data/team/member-reads";
import { isLastOwnerViolation } from "../data/prisma-clients";
import type { Action } from "../domain/labs/permissions";
import { AppError } from "../errors";
import type { LabScope } from "../lab-scope";
import { scopeWithStanding } from "./lab-scope";
import { requirePermission } from "./roles";

const USER = /^user:(.+)$/s;

/** The user who acts; null for a key, a job or the operator. */
export function actingUserId(scope: LabScope): string | null {
  return USER.exec(scope.actor)?.[1] ?? null;
}

export type Team = LockedLab & {
  /** Of whoever acts, as they stand now: they may have lost their role since they asked. */
  scope: LabScope;
};

/**
 * Runs `work` in a transaction on the members, invitations and keys of the scope's lab: one at a time a lab, so that what is read holds until
 * what follows from it is written.
 * @throws AppError `forbidden` when whoever acts may not do `action`, also when they lost the right to it meanwhile; `conflict` when the
 *   lab would be left without an owner
 */
export async function inTeam<T>(
  scope: LabScope,
  action: Action,
  work: (tx: AccountsTransaction, team: Team) => Promise<T>,
): Promise<T> {
  requirePermission(scope, action);
  return inAccounts(async (tx) => {
    const lab = await lockLab(scope, tx);
    const current = await currentScope(scope, tx);
    requirePermission(current, action);
    return work(tx, { ...lab, scope: current });
  }).catch((cause) => {
    if (!isLastOwnerViolation(cause)) throw cause;
    throw new AppError("conflict", "A lab is never without an owner. Make another member an owner first.", { cause });
  });
}

async function currentScope(scope: LabScope, tx: AccountsTransaction): Promise<LabScope> {
  const userId = actingUserId(scope);
  if (userId === null) return scope;
  const member = await findMember(scope, tx, { userId });
  if (!member) throw new AppError("forbidden", "You are no member of this lab any more.");
  return scopeWithStanding(scope, member.standing);
}
