import { z } from "zod";
import { listOpenInvitations } from "../../data/team/invitation-reads";
import { listMembers } from "../../data/team/member-reads";
import { text } from "../../domain/cells/input-text";
import { may } from "../../domain/labs/permissions";
import { acceptInvitation } from "../../services/team/accept-invitation";
import { changeMemberRole, memberRoleInput } from "../../services/team/change-member-role";
import { invitationInput, inviteMember } from "../../services/team/invite-member";
import { leaveLab } from "../../services/team/leave-lab";
import { removeMember } from "../../services/team/remove-member";
import { resendInvitation } from "../../services/team/resend-invitation";
import { revokeInvitation } from "../../services/team/revoke-invitation";
import { transferLab } from "../../services/team/transfer-lab";
import { invitationView } from "../pages/invitation-view";
import { anyProcedure, labProcedure, router, userProcedure } from "./trpc";

const member = z.object({ userId: text(128) });
const invitation = z.object({ invitationId: text(128) });
/** A mutation has to answer something. */
const done = async (work: Promise<void>) => {
  await work;
  return { done: true };
};

export const membersRouter = router({
  list: labProcedure.query(async ({ ctx: { scope, user } }) => {
    const members = await listMembers(scope);
    const invitations = may(scope.role, "manageMembers") ? await listOpenInvitations(scope) : [];
    return {
      role: scope.role,
      members: members.map(({ joinedAt, standing, ...one }) => ({
        ...one,
        // Whose account has no second factor is nobody's business who cannot do anything about it.
        owesSecondFactor: standing.owesSecondFactor && may(scope.role, "manageMembers"),
        joinedAtMs: joinedAt.getTime(),
        isSelf: one.userId === user.userId,
      })),
      invitations: invitations.map(({ createdAt, expiresAt, ...one }) => ({
        ...one,
        sentAtMs: createdAt.getTime(),
        expiresAtMs: expiresAt.getTime(),
        hasExpired: expiresAt.getTime() <= Date.now(),
      })),
    };
  }),
  invite: labProcedure
    .input(invitationInput.strip())
    .mutation(({ ctx, input: { email, role } }) => inviteMember(ctx.scope, { email, role })),
  resendInvitation: labProcedure
    .input(invitation)
    .mutation(({ ctx, input: { invitationId } }) => resendInvitation(ctx.scope, { invitationId })),
  revokeInvitation: labProcedure
    .input(invitation)
    .mutation(({ ctx, input: { invitationId } }) => done(revokeInvitation(ctx.scope, { invitationId }))),
  /** A mutation, though it changes nothing: what is asked stands in no address. */
  openInvitation: anyProcedure.input(z.object({ token: text(128) })).mutation(async ({ ctx: { user }, input }) => ({
    view: await invitationView({ userId: user?.userId ?? null, token: input.token }),
    isSignedIn: user !== null,
  })),
  acceptInvitation: userProcedure
    .input(z.object({ token: text(128) }))
    .mutation(({ ctx, input: { token } }) => acceptInvitation({ userId: ctx.user.userId, token })),
  changeRole: labProcedure
    .input(memberRoleInput.strip())
    .mutation(({ ctx, input: { userId, role } }) => done(changeMemberRole(ctx.scope, { userId, role }))),
  remove: labProcedure
    .input(member)
    .mutation(({ ctx, input: { userId } }) => done(removeMember(ctx.scope, { userId }))),
  leave: labProcedure.mutation(({ ctx }) => done(leaveLab(ctx.scope))),
  transfer: labProcedure
    .input(member)
    .mutation(({ ctx, input: { userId } }) => done(transferLab(ctx.scope, { userId }))),
});
