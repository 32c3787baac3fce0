import { expect, it } from "vitest";
import { inviteMember } from "../../services/team/invite-member";
import { resendInvitation } from "../../services/team/resend-invitation";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { createPerson, createStaffedLab, lastInvitationTo } from "../../testing/team";
import { createCaller } from "../trpc/root";
import { invitationView } from "./invitation-view";

cloneTestDatabase();

it("tells whoever has the link who invites, to what and as what, before they sign in", async () => {
  const lab = await createStaffedLab("Bench");
  const member = await createPerson();
  const { invitationId } = await inviteMember(lab.admin.scope, { email: "new@example.org", role: "member" });
  const { email } = await createPerson({ email: "known@example.org" });
  await inviteMember(lab.admin.scope, { email, role: "viewer" });

  const view = { state: "good", email: "new@example.org", lab: "Bench", role: "member", inviter: expect.any(String) };
  const token = await lastInvitationTo("new@example.org");
  expect(await invitationView({ userId: null, token })).toEqual(view);
  // An address with an account is told in the same words as one without.
  const known = await invitationView({ userId: null, token: await lastInvitationTo(email) });
  const nobody = createCaller({ user: null, isSignedIn: async () => false });
  expect(await nobody.members.openInvitation({ token })).toEqual({ view, isSignedIn: false });
  expect(known).toEqual({ ...view, email, role: "viewer" });

  expect(await invitationView({ userId: member.userId, token })).toMatchObject({ state: "other_address" });
  expect(await invitationView({ userId: null, token: "none" })).toEqual({ state: "unknown" });
  await resendInvitation(lab.admin.scope, { invitationId });
  expect(await invitationView({ userId: null, token })).toEqual({ state: "revoked", email: "new@example.org" });
});
