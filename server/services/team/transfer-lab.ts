import { actingUserId, inTeam } from "../../auth/in-team";
import { insertAudit } from "../../data/audit/audit-writes";
import { findMember } from "../../data/team/member-reads";
import { updateMemberRole } from "../../data/team/member-writes";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";

/** Hands the lab over: the other member becomes an owner, and whoever hands over an admin. */
export async function transferLab(scope: LabScope, args: { userId: string }): Promise<void> {
  await inTeam(scope, "manageOwners", async (tx, team) => {
    const ownerId = actingUserId(scope);
    const owner = ownerId === null ? null : await findMember(scope, tx, { userId: ownerId });
    const heir = await findMember(scope, tx, { userId: args.userId });
    if (!heir) throw new AppError("not_found", "There is no such member in this lab.");
    if (!owner || heir.userId === owner.userId) throw new AppError("conflict", "Hand the lab to another member.");
    await updateMemberRole(scope, tx, { userId: heir.userId, role: "owner" });
    await updateMemberRole(scope, tx, { userId: owner.userId, role: "admin" });
    const before = { [heir.email]: heir.role, [owner.email]: owner.role };
    const after = { [heir.email]: "owner", [owner.email]: "admin" };
    await insertAudit(team.scope, tx, { action: "lab.transfer", subject: team.name, before, after });
  });
}
