import { z } from "zod";
import { actingUserId, inTeam, type Team } from "../../auth/in-team";
import { createInvitationToken } from "../../auth/invitation-token";
import { requirePermission } from "../../auth/roles";
import { insertAudit } from "../../data/audit/audit-writes";
import type { AccountsTransaction } from "../../data/accounts/auth-client";
import { countInvitationsSince } from "../../data/team/invitation-reads";
import { insertInvitation, revokeInvitationsTo } from "../../data/team/invitation-writes";
import { findMemberByEmail } from "../../data/team/member-reads";
import { findAccount } from "../../data/accounts/user-reads";
import { ROLES, type Role } from "../../domain/labs/permissions";
import { env } from "../../env";
import { AppError } from "../../errors";
import { countUse, type UseBound } from "../../jobs/usage-counts";
import type { LabScope } from "../../lab-scope";
import { expiryOfInvitation, sendInvitation } from "./invitation-mail";

const MAX_EMAIL_CHARACTERS = 254;
/** A lab invites its people, and mails nobody else. */
const MAX_INVITATIONS_A_DAY = 50;
const MS_PER_DAY = 86_400_000;
const DAY_S = 86_400;

export const invitationInput = z.strictObject({
  email: z.string().trim().toLowerCase().max(MAX_EMAIL_CHARACTERS).pipe(z.email("expected an e-mail address")),
  role: z.enum(ROLES),
});

/** Invites somebody by e-mail; an earlier invitation of that address holds no more. */
export async function inviteMember(
  scope: LabScope,
  input: z.input<typeof invitationInput>,
): Promise<{ invitationId: string }> {
  requirePermission(scope, "manageMembers");
  const { email, role } = invitationInput.parse(input);
  const made = await inTeam(scope, "manageMembers", async (tx, team) => {
    if (role === "owner") requirePermission(team.scope, "manageOwners");
    const member = await findMemberByEmail(scope, tx, { email });
    if (member) throw new AppError("conflict", `${email} is a member of this lab already, as ${member.role}.`);
    return replaceInvitation(tx, team, { email, role, action: "member.invite" });
  });
  await sendInvitation(made.mail);
  return { invitationId: made.invitationId };
}

/** Puts a new invitation in the place of those that an address has. */
export async function replaceInvitation(
  tx: AccountsTransaction,
  { scope, name }: Team,
  args: { email: string; role: Role; action: "member.invite" | "invitation.resend" },
) {
  const { email, role, action } = args;
  const dayAgo = new Date(Date.now() - MS_PER_DAY);
  if ((await countInvitationsSince(scope, tx, dayAgo)) >= MAX_INVITATIONS_A_DAY) {
    throw new AppError("conflict", `This lab sent ${MAX_INVITATIONS_A_DAY} invitations in a day. Try again tomorrow.`);
  }
  const invitedBy = actingUserId(scope);
  await countInvitation({ invitedBy, email });
  await revokeInvitationsTo(scope, tx, { email });
  const { token, tokenHash } = createInvitationToken();
  const expiresAt = expiryOfInvitation();
  const { invitationId } = await insertInvitation(scope, tx, { email, role, tokenHash, invitedBy, expiresAt });
  const inviter = invitedBy === null ? null : await findAccount(tx, { userId: invitedBy });
  const after = { role, expiresAt: expiresAt.toISOString() };
  await insertAudit(scope, tx, { action, subject: email, before: null, after });
  return { invitationId, mail: { to: email, lab: name, inviter: inviter?.name ?? null, role, token } };
}

/** Counted elsewhere than with the lab, for somebody may own several, and delete one. */
async function countInvitation({ invitedBy, email }: { invitedBy: string | null; email: string }): Promise<void> {
  const { INVITATIONS_PER_USER_A_DAY: ofUser, INVITATIONS_PER_RECIPIENT_A_DAY: toOne } = env();
  const recipient: UseBound = {
    of: ["invitations to", email],
    most: toOne,
    windowS: DAY_S,
    refusal: `${email} was invited ${toOne} times in a day. Ask them to look for one of those mails, or try again tomorrow.`,
  };
  const inviter: UseBound[] =
    invitedBy === null
      ? []
      : [
          {
            of: ["invitations by", invitedBy],
            most: ofUser,
            windowS: DAY_S,
            refusal: `You sent ${ofUser} invitations in a day. Try again tomorrow.`,
          },
        ];
  await countUse([recipient, ...inviter]);
}
