import { z } from "zod";
import { actingUserId, inTeam } from "../../auth/in-team";
import { requirePermission } from "../../auth/roles";
import { insertAudit } from "../../data/audit/audit-writes";
import { findMember } from "../../data/team/member-reads";
import { updateMemberRole } from "../../data/team/member-writes";
import { ROLES } from "../../domain/labs/permissions";
import { rolesToGive } from "../../domain/labs/role-changes";
import { text } from "../../domain/cells/input-text";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";

export const memberRoleInput = z.strictObject({ userId: text(128), role: z.enum(ROLES) });

/** Gives a member another role. Nobody raises their own, and only owners make, change and unmake owners. */
export async function changeMemberRole(scope: LabScope, input: z.input<typeof memberRoleInput>): Promise<void> {
  requirePermission(scope, "manageMembers");
  const { userId, role } = memberRoleInput.parse(input);
  await inTeam(scope, "manageMembers", async (tx, team) => {
    const member = await findMember(scope, tx, { userId });
    if (!member) throw new AppError("not_found", "There is no such member in this lab.");
    if (role === "owner" || member.role === "owner") requirePermission(team.scope, "manageOwners");
    const isSelf = userId === actingUserId(scope);
    if (!rolesToGive(team.scope.role, { role: member.role, isSelf }).includes(role)) {
      throw new AppError("forbidden", "Nobody raises their own role. Ask another admin or owner.");
    }
    if (member.role === role) return;
    await updateMemberRole(scope, tx, { userId, role });
    const [before, after] = [{ role: member.role }, { role }];
    await insertAudit(team.scope, tx, { action: "member.change_role", subject: member.email, before, after });
  });
}
