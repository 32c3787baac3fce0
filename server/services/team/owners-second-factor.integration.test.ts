import { beforeEach, expect, it } from "vitest";
import { createCaller } from "../../api/trpc/root";
import { labsOfUser } from "../../api/pages/labs-of-user";
import { authClient } from "../../data/accounts/auth-client";
import type { LabScope } from "../../lab-scope";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { createPerson, createStaffedLab, join, lastInvitationTo, type Person, scopeOf } from "../../testing/team";
import { acceptInvitation } from "./accept-invitation";
import { changeMemberRole } from "./change-member-role";
import { createApiKey } from "./create-api-key";
import { deleteLab } from "../labs/delete-lab";
import { inviteMember } from "./invite-member";
import { leaveLab } from "./leave-lab";
import { removeMember } from "./remove-member";
import { transferLab } from "./transfer-lab";
import { updateLab } from "../labs/update-lab";

cloneTestDatabase();

type StaffedLab = Awaited<ReturnType<typeof createStaffedLab>>;
/** Its owner asks owners for a second factor, and has one. */
let lab: StaffedLab;
/** Another owner of it, who has none. */
let ben: Person;

const setSecondFactor = ({ userId }: Person, twoFactorEnabled: boolean) =>
  authClient().user.update({ where: { id: userId }, data: { twoFactorEnabled } });
const guest = () => `guest-${crypto.randomUUID()}@example.org`;
const refused = { kind: "forbidden", message: expect.stringContaining("Set one up at /account") };

beforeEach(async () => {
  lab = await createStaffedLab("Bench");
  await setSecondFactor(lab.owner, true);
  await updateLab(lab.owner.scope, { requiresTwoFactor: true });
  ben = await createPerson();
  await join(lab, ben, "owner");
});

/** What only owners may do. */
const OWNERS_VERBS: Record<string, (scope: LabScope) => Promise<unknown>> = {
  "make an owner": (scope) => changeMemberRole(scope, { userId: lab.viewer.userId, role: "owner" }),
  "unmake an owner": (scope) => changeMemberRole(scope, { userId: lab.owner.userId, role: "viewer" }),
  "remove an owner": (scope) => removeMember(scope, { userId: lab.owner.userId }),
  "invite an owner": (scope) => inviteMember(scope, { email: guest(), role: "owner" }),
  "hand the lab over": (scope) => transferLab(scope, { userId: lab.viewer.userId }),
  "end the demand itself": (scope) => updateLab(scope, { requiresTwoFactor: false }),
  "delete the lab": (scope) => deleteLab(scope, { name: "Bench" }),
};

it.each(Object.entries(OWNERS_VERBS))("lets an owner %s once they have a second factor", async (_, verb) => {
  await expect(verb(await scopeOf(lab, ben))).rejects.toMatchObject(refused);
  await setSecondFactor(ben, true);
  await expect(verb(await scopeOf(lab, ben))).resolves.not.toThrow();
});

it("lets an owner without one read, work as admins do, and leave", async () => {
  const scope = await scopeOf(lab, ben);
  const caller = createCaller({ user: ben, isSignedIn: async () => true });
  const team = await caller.members.list({ labSlug: lab.slug });
  expect(team.role).toBe("admin");
  const owners = team.members.filter(({ role }) => role === "owner");
  expect(owners).toMatchObject([
    { userId: lab.owner.userId, owesSecondFactor: false },
    { userId: ben.userId, owesSecondFactor: true },
  ]);
  await updateLab(scope, { formationCycles: 2 });
  await createApiKey(scope, { name: "cycler", scopes: ["ingest"] });
  await inviteMember(scope, { email: guest(), role: "admin" });
  await changeMemberRole(scope, { userId: lab.viewer.userId, role: "member" });
  expect(await labsOfUser(ben.userId)).toMatchObject([
    { role: "admin", needsSecondFactor: true, owesSecondFactor: true },
  ]);
  await leaveLab(scope);
});

it("tells nobody below admin who lacks one", async () => {
  for (const { userId, scope } of [lab.viewer, lab.member]) {
    const caller = createCaller({ user: { userId, email: "", name: "" }, isSignedIn: async () => true });
    const { members } = await caller.members.list({ labSlug: lab.slug });
    expect(
      members.some(({ owesSecondFactor }) => owesSecondFactor),
      scope.role,
    ).toBe(false);
  }
});

it("believes no owner whose lab asked for it while their request was under way", async () => {
  const own = await createStaffedLab();
  const early = await join(own, ben, "owner");
  await setSecondFactor(own.owner, true);
  await updateLab(own.owner.scope, { requiresTwoFactor: true });
  const late = removeMember(early, { userId: own.owner.userId });
  await expect(late).rejects.toMatchObject(refused);
});

it("asks it of whoever the lab is handed to, and of nobody who is no owner any more", async () => {
  await transferLab(lab.owner.scope, { userId: lab.viewer.userId });
  const back = async () => transferLab(await scopeOf(lab, lab.viewer), { userId: lab.owner.userId });
  await expect(back()).rejects.toMatchObject(refused);
  await setSecondFactor(lab.owner, false);
  expect(await scopeOf(lab, lab.owner)).toMatchObject({ role: "admin", owesSecondFactor: false });
  await setSecondFactor(lab.viewer, true);
  await back();
});

it("brings no owner in by the invitation of one who lacks it by now", async () => {
  const email = guest();
  await inviteMember(lab.owner.scope, { email, role: "owner" });
  const { userId } = await createPerson({ email });
  const accept = async () => acceptInvitation({ userId, token: await lastInvitationTo(email) });
  await setSecondFactor(lab.owner, false);
  await expect(accept()).rejects.toMatchObject({ kind: "conflict" });
  await setSecondFactor(lab.owner, true);
  expect(await accept()).toEqual({ labSlug: lab.slug });
});
