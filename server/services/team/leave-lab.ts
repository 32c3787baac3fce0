import { actingUserId, inTeam } from "../../auth/in-team";
import { insertAudit } from "../../data/audit/audit-writes";
import { findMember } from "../../data/team/member-reads";
import { deleteMember } from "../../data/team/member-writes";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";

/** Ends one's own membership. The last owner stays, or hands the lab over first. */
export async function leaveLab(scope: LabScope): Promise<void> {
  await inTeam(scope, "leaveLab", async (tx, team) => {
    const userId = actingUserId(scope);
    const member = userId === null ? null : await findMember(scope, tx, { userId });
    if (!member) throw new AppError("forbidden", "Only a member can leave.");
    await deleteMember(scope, tx, { userId: member.userId });
    const before = { role: member.role };
    await insertAudit(team.scope, tx, { action: "member.leave", subject: member.email, before, after: null });
  });
}
