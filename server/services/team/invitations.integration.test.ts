import { expect, it } from "vitest";
import { authClient } from "../../data/accounts/auth-client";
import { inLabConfig } from "../../data/in-lab-config";
import { listOpenInvitations } from "../../data/team/invitation-reads";
import { listMembers } from "../../data/team/member-reads";
import { env } from "../../env";
import { listKeptMails } from "../../mail/kept-mails";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { createPerson, createStaffedLab, lastInvitationTo, scopeOf } from "../../testing/team";
import { createOwnLab } from "../labs/create-own-lab";
import { deleteLab } from "../labs/delete-lab";
import { acceptInvitation } from "./accept-invitation";
import { changeMemberRole } from "./change-member-role";
import { inviteMember } from "./invite-member";
import { removeMember } from "./remove-member";
import { resendInvitation } from "./resend-invitation";
import { revokeInvitation } from "./revoke-invitation";

cloneTestDatabase();

it("brings in whoever was invited, in the role of the invitation, once", async () => {
  const lab = await createStaffedLab("Bänk");
  const guest = await createPerson({ email: "guest@example.org" });
  await inviteMember(lab.admin.scope, { email: " Guest@Example.ORG ", role: "member" });
  const token = await lastInvitationTo(guest.email);
  expect((await listKeptMails())[0]).toMatchObject({ to: guest.email, subject: expect.stringContaining("Bänk") });
  expect(await acceptInvitation({ userId: guest.userId, token })).toEqual({ labSlug: lab.slug });
  expect((await scopeOf(lab, guest)).role).toBe("member");
  // Used again, also after the person was removed.
  const again = () => acceptInvitation({ userId: guest.userId, token });
  await expect(again()).rejects.toMatchObject({ kind: "conflict", message: expect.stringContaining("used already") });
  await removeMember(lab.admin.scope, { userId: guest.userId });
  await expect(again()).rejects.toMatchObject({ kind: "conflict" });
  await expect(scopeOf(lab, guest)).rejects.toThrow();
  const audit = await inLabConfig(lab.owner.scope, (tx) => tx.auditEntry.findMany({ orderBy: { auditId: "asc" } }));
  expect(audit.map(({ action, subject, actor }) => [action, subject, actor])).toEqual([
    ["member.invite", guest.email, `user:${lab.admin.userId}`],
    ["member.join", guest.email, `user:${guest.userId}`],
    ["member.remove", guest.email, `user:${lab.admin.userId}`],
  ]);
});

it("brings in one when an invitation is accepted many times at once", async () => {
  const lab = await createStaffedLab();
  const guest = await createPerson();
  await inviteMember(lab.owner.scope, { email: guest.email, role: "owner" });
  const token = await lastInvitationTo(guest.email);
  const tries = Array.from({ length: 20 }, () => acceptInvitation({ userId: guest.userId, token }));
  const done = await Promise.allSettled(tries);
  expect(done.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect((await scopeOf(lab, guest)).role).toBe("owner");
});

it("keeps the token out of the database", async () => {
  const lab = await createStaffedLab();
  await inviteMember(lab.owner.scope, { email: "hashed@example.org", role: "viewer" });
  const token = await lastInvitationTo("hashed@example.org");
  const stored = await authClient().invitation.findFirstOrThrow({ where: { email: "hashed@example.org" } });
  expect(JSON.stringify(stored)).not.toContain(token);
});

it("refuses an invitation that has expired, was revoked, or was replaced by a newer one", async () => {
  const lab = await createStaffedLab();
  const guest = await createPerson();
  const accept = (token: string) => acceptInvitation({ userId: guest.userId, token });
  const { invitationId } = await inviteMember(lab.admin.scope, { email: guest.email, role: "viewer" });
  const first = await lastInvitationTo(guest.email);
  const resent = await resendInvitation(lab.admin.scope, { invitationId });
  const second = await lastInvitationTo(guest.email);
  expect(second).not.toBe(first);
  await expect(accept(first)).rejects.toMatchObject({ kind: "conflict", message: /revoked/ });
  await authClient().invitation.update({
    where: { invitationId: resent.invitationId },
    data: { expiresAt: new Date(Date.now() - 1) },
  });
  await expect(accept(second)).rejects.toMatchObject({ kind: "conflict", message: /expired/ });
  const { invitationId: third } = await inviteMember(lab.admin.scope, { email: guest.email, role: "viewer" });
  expect((await listOpenInvitations(lab.admin.scope)).map((one) => one.invitationId)).toEqual([third]);
  await revokeInvitation(lab.admin.scope, { invitationId: third });
  await expect(accept(await lastInvitationTo(guest.email))).rejects.toMatchObject({ kind: "conflict" });
  await expect(accept("a".repeat(43))).rejects.toMatchObject({ kind: "not_found" });
  await expect(accept(`${first}' OR 1=1 --`)).rejects.toMatchObject({ kind: "not_found" });
  await expect(scopeOf(lab, guest)).rejects.toThrow();
});

it("refuses an invitation for another address, and one whose address is not verified", async () => {
  const lab = await createStaffedLab("Secret name");
  const [guest, other] = [await createPerson({ emailVerified: false }), await createPerson()];
  await inviteMember(lab.owner.scope, { email: guest.email, role: "admin" });
  const token = await lastInvitationTo(guest.email);
  const stranger = await acceptInvitation({ userId: other.userId, token }).catch((error) => error);
  expect(stranger).toMatchObject({ kind: "forbidden", message: expect.stringContaining(guest.email) });
  expect(stranger.message).not.toContain("Secret name");
  const unverified = acceptInvitation({ userId: guest.userId, token });
  await expect(unverified).rejects.toMatchObject({ kind: "forbidden", message: /Verify/ });
  await authClient().user.update({ where: { id: guest.userId }, data: { emailVerified: true } });
  await acceptInvitation({ userId: guest.userId, token });
  expect((await scopeOf(lab, guest)).role).toBe("admin");
});

it("lets no role be smuggled in", async () => {
  const lab = await createStaffedLab();
  const guest = await createPerson();
  const invite = (scope: typeof lab.admin.scope, role: string) =>
    // biome-ignore lint/suspicious/noExplicitAny: what a client could send
    inviteMember(scope, { email: guest.email, role } as any);
  await expect(invite(lab.admin.scope, "owner")).rejects.toMatchObject({ kind: "forbidden" });
  await expect(invite(lab.member.scope, "viewer")).rejects.toMatchObject({ kind: "forbidden" });
  await expect(invite(lab.owner.scope, "member,owner")).rejects.toThrow();
  await expect(invite(lab.owner.scope, "operator")).rejects.toThrow();
  await invite(lab.admin.scope, "viewer");
  const smuggled = { userId: guest.userId, token: await lastInvitationTo(guest.email), role: "owner" };
  await acceptInvitation(smuggled);
  expect((await scopeOf(lab, guest)).role).toBe("viewer");
  // Nor does an admin hand an owner's invitation on.
  const { invitationId } = await inviteMember(lab.owner.scope, { email: "heir@example.org", role: "owner" });
  await expect(resendInvitation(lab.admin.scope, { invitationId })).rejects.toMatchObject({ kind: "forbidden" });
  await expect(revokeInvitation(lab.admin.scope, { invitationId })).rejects.toMatchObject({ kind: "forbidden" });
});

it("lets an invitation bring in no more than its sender may by now", async () => {
  const lab = await createStaffedLab();
  const [first, second] = [await createPerson(), await createPerson()];
  await inviteMember(lab.admin.scope, { email: first.email, role: "admin" });
  await changeMemberRole(lab.owner.scope, { userId: lab.admin.userId, role: "member" });
  const token = await lastInvitationTo(first.email);
  const lowered = acceptInvitation({ userId: first.userId, token });
  await expect(lowered).rejects.toMatchObject({ kind: "conflict", message: /may not invite any more/ });
  await changeMemberRole(lab.owner.scope, { userId: lab.admin.userId, role: "admin" });
  await inviteMember(await scopeOf(lab, lab.admin), { email: second.email, role: "viewer" });
  await removeMember(lab.owner.scope, { userId: lab.admin.userId });
  const gone = acceptInvitation({ userId: second.userId, token: await lastInvitationTo(second.email) });
  await expect(gone).rejects.toMatchObject({ kind: "conflict" });
});

it("invites nobody who is in already, and leaves a member their role", async () => {
  const lab = await createStaffedLab();
  const invite = inviteMember(lab.owner.scope, { email: lab.viewer.email, role: "admin" });
  await expect(invite).rejects.toMatchObject({ kind: "conflict" });
  const guest = await createPerson();
  await inviteMember(lab.owner.scope, { email: guest.email, role: "admin" });
  const token = await lastInvitationTo(guest.email);
  await authClient().member.create({
    data: { lab: { connect: { slug: lab.slug } }, user: { connect: { id: guest.userId } }, role: "viewer" },
  });
  await acceptInvitation({ userId: guest.userId, token });
  expect((await listMembers(lab.owner.scope)).find(({ userId }) => userId === guest.userId)?.role).toBe("viewer");
});

it("sends only so many invitations a day", async () => {
  const lab = await createStaffedLab();
  for (let index = 0; index < 50; index++) {
    await inviteMember(lab.admin.scope, { email: `many${index}@example.org`, role: "viewer" });
  }
  const oneMore = inviteMember(lab.admin.scope, { email: "many@example.org", role: "viewer" });
  await expect(oneMore).rejects.toMatchObject({ kind: "conflict", message: /in a day/ });
});

it("revokes another lab's invitation for nobody", async () => {
  const [ours, theirs] = [await createStaffedLab(), await createStaffedLab()];
  const invited = await inviteMember(theirs.owner.scope, { email: "theirs@example.org", role: "viewer" });
  await expect(revokeInvitation(ours.owner.scope, invited)).rejects.toMatchObject({ kind: "not_found" });
  await expect(resendInvitation(ours.owner.scope, invited)).rejects.toMatchObject({ kind: "not_found" });
  expect(await listOpenInvitations(theirs.owner.scope)).toHaveLength(1);
});

it("mails one address few invitations a day over all labs, also when labs are deleted in between", async () => {
  const { INVITATIONS_PER_RECIPIENT_A_DAY: toOne, INVITATIONS_PER_USER_A_DAY: ofUser } = env();
  const email = "mailed@example.org";
  const owner = await createPerson();
  let labs = 0;
  const invite = async (to: string) => {
    const name = "Soon gone";
    const slug = `gone-${++labs}`;
    const { labSlug } = await createOwnLab(owner, { name, slug, timeZone: "UTC" });
    const scope = await scopeOf({ slug: labSlug }, owner);
    try {
      await inviteMember(scope, { email: to, role: "viewer" });
    } finally {
      await deleteLab(scope, { name });
    }
  };
  for (let sent = 0; sent < toOne; sent++) await invite(email);
  const refused = { kind: "too_many", message: expect.stringContaining(`${toOne} times in a day`) };
  await expect(invite(email)).rejects.toMatchObject(refused);
  const others = await createStaffedLab();
  await expect(inviteMember(others.owner.scope, { email, role: "viewer" })).rejects.toMatchObject(refused);
  try {
    Object.assign(env(), { INVITATIONS_PER_USER_A_DAY: toOne + 1 });
    await invite("another@example.org");
    await expect(invite("a-third@example.org")).rejects.toMatchObject({
      kind: "too_many",
      message: expect.stringContaining("You sent"),
    });
  } finally {
    Object.assign(env(), { INVITATIONS_PER_USER_A_DAY: ofUser });
  }
});

it("mails no name that would become a link", async () => {
  const person = await createPerson({ name: "Your bank https://evil.example/login" });
  const { labSlug } = await createOwnLab(person, { name: "Win now: evil．example", timeZone: "UTC" });
  await inviteMember(await scopeOf({ slug: labSlug }, person), { email: "target@example.org", role: "viewer" });
  await lastInvitationTo("target@example.org");
  const mail = (await listKeptMails()).find(({ to }) => to === "target@example.org");
  expect(mail).toMatchObject({ to: "target@example.org", subject: "You are invited to a lab on ChargeTracker" });
  expect(`${mail?.subject} ${mail?.text}`).not.toMatch(/evil|bank/);
});
