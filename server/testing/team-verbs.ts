import { authClient } from "../data/accounts/auth-client";
import { createLab } from "../services/labs/create-lab";
import { createOwnLab } from "../services/labs/create-own-lab";
import { acceptInvitation } from "../services/team/accept-invitation";
import { revokeOtherSessions, revokeSession } from "../services/team/account-sessions";
import { changeMemberRole } from "../services/team/change-member-role";
import { createApiKey } from "../services/team/create-api-key";
import { inviteMember } from "../services/team/invite-member";
import { leaveLab } from "../services/team/leave-lab";
import { removeMember } from "../services/team/remove-member";
import { resendInvitation } from "../services/team/resend-invitation";
import { revokeApiKeys } from "../services/team/revoke-api-keys";
import { revokeInvitation } from "../services/team/revoke-invitation";
import { transferLab } from "../services/team/transfer-lab";
import { createPerson, type createStaffedLab, lastInvitationTo, type Person } from "./team";

type StaffedLab = Awaited<ReturnType<typeof createStaffedLab>>;

const GUEST = "guest@example.org";

const invite = ({ owner }: StaffedLab, email = GUEST) => inviteMember(owner.scope, { email, role: "viewer" });

async function signIn({ userId }: Person): Promise<string> {
  const id = `session of ${userId}`;
  const expiresAt = new Date(Date.now() + 60_000);
  await authClient().session.create({ data: { id, userId, token: `token of ${userId}`, expiresAt } });
  return id;
}

/** Every verb on accounts, memberships, invitations and keys: what is done first in a lab, and then it. */
export const TEAM_VERBS: Record<string, (lab: StaffedLab) => Promise<() => Promise<unknown>>> = {
  acceptInvitation: async (lab) => {
    const guest = await createPerson();
    await invite(lab, guest.email);
    const token = await lastInvitationTo(guest.email);
    return () => acceptInvitation({ userId: guest.userId, token });
  },
  changeMemberRole: async ({ owner, viewer }) => {
    return () => changeMemberRole(owner.scope, { userId: viewer.userId, role: "member" });
  },
  createLab: async ({ owner }) => {
    return () => createLab({ name: "Another", email: owner.email });
  },
  createOwnLab: async ({ owner }) => {
    return () => createOwnLab(owner, { name: "A lab of the owner's own", timeZone: "UTC" });
  },
  inviteMember: async (lab) => {
    return () => invite(lab);
  },
  leaveLab: async ({ viewer }) => {
    return () => leaveLab(viewer.scope);
  },
  removeMember: async ({ owner, viewer }) => {
    return () => removeMember(owner.scope, { userId: viewer.userId });
  },
  resendInvitation: async (lab) => {
    const { invitationId } = await invite(lab);
    return () => resendInvitation(lab.owner.scope, { invitationId });
  },
  revokeApiKeys: async ({ owner }) => {
    await createApiKey(owner.scope, { name: "key", scopes: ["read"] });
    return () => revokeApiKeys(owner.scope, { name: "key" });
  },
  revokeInvitation: async (lab) => {
    const { invitationId } = await invite(lab);
    return () => revokeInvitation(lab.owner.scope, { invitationId });
  },
  revokeOtherSessions: async ({ owner }) => {
    await signIn(owner);
    return () => revokeOtherSessions(owner.userId, null);
  },
  revokeSession: async ({ owner }) => {
    const sessionId = await signIn(owner);
    return () => revokeSession(owner.userId, { sessionId });
  },
  transferLab: async ({ owner, admin }) => {
    return () => transferLab(owner.scope, { userId: admin.userId });
  },
};
