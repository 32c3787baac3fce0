import { expect, it } from "vitest";
import { labScopeForMember } from "../../auth/lab-scope";
import { authClient } from "../../data/accounts/auth-client";
import { listMembers } from "../../data/team/member-reads";
import type { LabScope } from "../../lab-scope";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { createLab } from "../../testing/factories";
import { createPerson, createStaffedLab, join, type Person, scopeOf } from "../../testing/team";
import { changeMemberRole } from "./change-member-role";
import { leaveLab } from "./leave-lab";
import { removeMember } from "./remove-member";
import { transferLab } from "./transfer-lab";

cloneTestDatabase();

const ownersOf = async (scope: LabScope) => (await listMembers(scope)).filter(({ role }) => role === "owner");

it("lets nobody raise their own role, nor anybody's above it", async () => {
  const lab = await createStaffedLab();
  for (const [who, role] of [
    ["viewer", "member"],
    ["member", "admin"],
    ["admin", "owner"],
    ["viewer", "owner"],
  ] as const) {
    const { scope, userId } = lab[who];
    await expect(changeMemberRole(scope, { userId, role })).rejects.toMatchObject({ kind: "forbidden" });
    expect((await scopeOf(lab, lab[who])).role).toBe(who);
  }
  const helped = changeMemberRole(lab.admin.scope, { userId: lab.member.userId, role: "owner" });
  await expect(helped).rejects.toMatchObject({ kind: "forbidden" });
});

it("lets admins touch everybody but owners", async () => {
  const lab = await createStaffedLab();
  const { userId } = lab.owner;
  for (const role of ["viewer", "admin"] as const) {
    await expect(changeMemberRole(lab.admin.scope, { userId, role })).rejects.toMatchObject({ kind: "forbidden" });
  }
  await expect(removeMember(lab.admin.scope, { userId })).rejects.toMatchObject({ kind: "forbidden" });
  await changeMemberRole(lab.admin.scope, { userId: lab.viewer.userId, role: "admin" });
  await removeMember(lab.admin.scope, { userId: lab.viewer.userId });
  expect(await labScopeForMember(lab.viewer.userId, lab.slug)).toBeNull();
});

it("believes no role that was lost meanwhile", async () => {
  const lab = await createStaffedLab();
  await changeMemberRole(lab.owner.scope, { userId: lab.admin.userId, role: "viewer" });
  // The request began while its sender was still an admin.
  const late = removeMember(lab.admin.scope, { userId: lab.member.userId });
  await expect(late).rejects.toMatchObject({ kind: "forbidden" });
  await removeMember(lab.owner.scope, { userId: lab.admin.userId });
  const gone = changeMemberRole(lab.admin.scope, { userId: lab.admin.userId, role: "viewer" });
  await expect(gone).rejects.toMatchObject({ kind: "forbidden" });
});

it("keeps the last owner: no leaving, no stepping down, until the lab is handed over", async () => {
  const lab = await createStaffedLab();
  const { scope, userId } = lab.owner;
  const conflict = { kind: "conflict", message: expect.stringContaining("without an owner") };
  await expect(leaveLab(scope)).rejects.toMatchObject(conflict);
  await expect(changeMemberRole(scope, { userId, role: "viewer" })).rejects.toMatchObject(conflict);
  await expect(transferLab(scope, { userId })).rejects.toMatchObject({ kind: "conflict" });
  await transferLab(scope, { userId: lab.viewer.userId });
  expect((await scopeOf(lab, lab.owner)).role).toBe("admin");
  expect((await scopeOf(lab, lab.viewer)).role).toBe("owner");
  await leaveLab(await scopeOf(lab, lab.owner));
  expect(await labScopeForMember(userId, lab.slug)).toBeNull();
  expect(await ownersOf(lab.viewer.scope)).toHaveLength(1);
});

it("hands the lab to members only, and only its owner does", async () => {
  const lab = await createStaffedLab();
  const stranger = await createPerson();
  await expect(transferLab(lab.owner.scope, stranger)).rejects.toMatchObject({ kind: "not_found" });
  await expect(transferLab(lab.admin.scope, lab.admin)).rejects.toMatchObject({ kind: "forbidden" });
});

it("always has an owner though two remove each other a thousand times at once", {
  timeout: 300_000,
  tags: ["thorough"],
}, async () => {
  const lab = await createLab();
  const [anna, ben] = [await createPerson(), await createPerson()];
  await join(lab, anna, "owner");
  await join(lab, ben, "owner");
  const setOwner = ({ userId }: Person) =>
    authClient().member.upsert({
      where: { organizationId_userId: { organizationId: organization.id, userId } },
      create: { organizationId: organization.id, userId, role: "owner" },
      update: { role: "owner" },
    });
  const organization = await authClient().lab.findUniqueOrThrow({ where: { slug: lab.slug }, select: { id: true } });
  const verbs: ((scope: LabScope, other: Person) => Promise<unknown>)[] = [
    (scope, { userId }) => removeMember(scope, { userId }),
    (scope, { userId }) => changeMemberRole(scope, { userId, role: "viewer" }),
    (scope) => leaveLab(scope),
  ];
  const outcomes = { fulfilled: 0, rejected: 0 };
  for (let round = 0; round < 1000; round++) {
    const [first, second] = [await scopeOf(lab, anna), await scopeOf(lab, ben)];
    // The first third of the rounds both remove; after that what they do alternates.
    const [left, right] = round < 334 ? [0, 0] : [round % 3, Math.floor(round / 3) % 3];
    const done = await Promise.allSettled([verbs[left]?.(first, ben), verbs[right]?.(second, anna)]);
    for (const { status } of done) outcomes[status] += 1;
    const owners = await ownersOf(first);
    expect(owners.length, `owners after round ${round}`).toBeGreaterThanOrEqual(1);
    await Promise.all([setOwner(anna), setOwner(ben)]);
  }
  expect(outcomes.fulfilled, "one of the two got through in every round").toBeGreaterThanOrEqual(1000);
  expect(outcomes.rejected).toBeGreaterThan(300);
});

it("is never left without an owner by whoever goes past the service", async () => {
  const lab = await createStaffedLab();
  const both = [await createPerson(), await createPerson()];
  for (const person of both) await join(lab, person, "owner");
  const owners = [lab.owner, ...both];
  for (let round = 0; round < 50; round++) {
    await Promise.allSettled(
      owners.map(({ userId }) => authClient().member.deleteMany({ where: { lab: { slug: lab.slug }, userId } })),
    );
    const left = await ownersOf(lab.admin.scope);
    expect(left).toHaveLength(1);
    for (const person of owners) if (person.userId !== left[0]?.userId) await join(lab, person, "owner");
  }
});

it("changes no member of another lab", async () => {
  const [ours, theirs] = [await createStaffedLab(), await createStaffedLab()];
  const { userId } = theirs.viewer;
  const notFound = { kind: "not_found" };
  await expect(removeMember(ours.owner.scope, { userId })).rejects.toMatchObject(notFound);
  await expect(changeMemberRole(ours.owner.scope, { userId, role: "admin" })).rejects.toMatchObject(notFound);
  await expect(transferLab(ours.owner.scope, { userId })).rejects.toMatchObject(notFound);
  expect((await scopeOf(theirs, theirs.viewer)).role).toBe("viewer");
});
