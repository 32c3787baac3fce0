import { actingUserId, inTeam } from "../../auth/in-team";
import { requirePermission } from "../../auth/roles";
import { insertAudit } from "../../data/audit/audit-writes";
import { findMember } from "../../data/team/member-reads";
import { deleteMember } from "../../data/team/member-writes";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";

/** Ends somebody's membership: at once for their next request, and for their open pages within half a minute. */
export async function removeMember(scope: LabScope, args: { userId: string }): Promise<void> {
  await inTeam(scope, "manageMembers", async (tx, team) => {
    const { userId } = args;
    const member = await findMember(scope, tx, { userId });
    if (!member) throw new AppError("not_found", "There is no such member in this lab.");
    if (member.role === "owner") requirePermission(team.scope, "manageOwners");
    if (userId === actingUserId(scope)) throw new AppError("conflict", "To go yourself, leave the lab.");
    await deleteMember(scope, tx, { userId });
    const before = { role: member.role };
    await insertAudit(team.scope, tx, { action: "member.remove", subject: member.email, before, after: null });
  });
}
