import type { Role } from "../../domain/labs/permissions";
import type { LabScope } from "../../lab-scope";
import type { AccountsTransaction } from "../accounts/auth-client";

/** Gives a member another role. The database refuses to leave the lab without an owner. */
export async function updateMemberRole(
  scope: LabScope,
  tx: AccountsTransaction,
  args: { userId: string; role: Role },
): Promise<void> {
  const where = { lab: { labId: scope.labId }, userId: args.userId };
  await tx.member.updateMany({ where, data: { role: args.role } });
}

/** Ends a membership. The database refuses to leave the lab without an owner. */
export async function deleteMember(scope: LabScope, tx: AccountsTransaction, args: { userId: string }): Promise<void> {
  await tx.member.deleteMany({ where: { lab: { labId: scope.labId }, userId: args.userId } });
}

/** Makes somebody a member who is none yet. @returns whether they are one by this */
export async function insertMissingMember(
  tx: AccountsTransaction,
  args: { organizationId: string; userId: string; role: Role },
): Promise<boolean> {
  const { count } = await tx.member.createMany({ data: [args], skipDuplicates: true });
  return count > 0;
}
