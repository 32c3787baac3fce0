import { beforeAll, expect, it } from "vitest";
import { createCaller } from "../../api/trpc/root";
import { authClient } from "../../data/accounts/auth-client";
import { inLabConfig } from "../../data/in-lab-config";
import { inLab } from "../../data/in-lab";
import { getLabState } from "../../data/labs/lab-state-reads";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { createPerson, createStaffedLab, lastInvitationTo, scopeOf } from "../../testing/team";
import { createOwnLab } from "./create-own-lab";
import { inviteMember } from "../team/invite-member";
import { updateLab } from "./update-lab";

cloneTestDatabase();

type StaffedLab = Awaited<ReturnType<typeof createStaffedLab>>;
let lab: StaffedLab;
beforeAll(async () => {
  lab = await createStaffedLab();
});

it("makes a lab of which its maker is the owner", async () => {
  const anna = await createPerson();
  const made = await createOwnLab(anna, { name: " Bänk №7 ", timeZone: "Europe/Berlin" });
  expect(made).toEqual({ labSlug: "bank-no7" });
  const scope = await scopeOf({ slug: made.labSlug }, anna);
  expect(scope.role).toBe("owner");
  const stored = await authClient().lab.findUniqueOrThrow({ where: { slug: made.labSlug } });
  expect(stored).toMatchObject({ name: "Bänk №7", timeZone: "Europe/Berlin" });
  const audit = await inLabConfig(scope, (tx) => tx.auditEntry.findMany());
  expect(audit).toMatchObject([{ action: "lab.create", actor: `user:${anna.userId}`, subject: "Bänk №7" }]);
});

it("refuses an address that is taken or malformed, a zone that is none, and whoever is not verified", async () => {
  const anna = await createPerson();
  await createOwnLab(anna, { name: "First", slug: "first", timeZone: "UTC" });
  const again = createOwnLab(anna, { name: "Second", slug: "first", timeZone: "UTC" });
  await expect(again).rejects.toMatchObject({ kind: "conflict" });
  for (const slug of ["", "A", "a b", "../x", "a".repeat(65), "x'; DROP TABLE labs; --"]) {
    await expect(createOwnLab(anna, { name: "X", slug, timeZone: "UTC" })).rejects.toThrow();
  }
  for (const timeZone of ["", "Mars/Olympus", "+02:00", "Europe/Berlin'; --"]) {
    await expect(createOwnLab(anna, { name: "X", timeZone })).rejects.toThrow();
  }
  const unverified = createOwnLab(await createPerson({ emailVerified: false }), { name: "X", timeZone: "UTC" });
  await expect(unverified).rejects.toMatchObject({ kind: "forbidden" });
});

it("lets nobody fill the server with labs", async () => {
  const anna = await createPerson();
  for (let index = 0; index < 20; index++) await createOwnLab(anna, { name: `Many ${index}`, timeZone: "UTC" });
  await expect(createOwnLab(anna, { name: "One more", timeZone: "UTC" })).rejects.toMatchObject({ kind: "conflict" });
});

it("counts one lab after the other of somebody who makes many at once", async () => {
  const anna = await createPerson();
  const many = Array.from({ length: 30 }, (_, index) =>
    createOwnLab(anna, { name: `At once ${index}`, timeZone: "UTC" }),
  );
  const made = (await Promise.allSettled(many)).filter(({ status }) => status === "fulfilled");
  expect(made).toHaveLength(20);
});

const RTL = "\u202Egnirts\u200F";

it.each([
  ["markup", "<script>alert(1)</script>"],
  ["SQL", "x'; DROP TABLE labs; --"],
  ["marks that turn the direction of writing", RTL],
])("keeps a name with %s as it is, as text", async (_, name) => {
  const settings = await updateLab(lab.admin.scope, { name });
  expect(settings.name).toBe(name);
  const guest = `guest-${crypto.randomUUID()}@example.org`;
  await inviteMember(lab.admin.scope, { email: guest, role: "viewer" });
  await lastInvitationTo(guest);
});

it.each([
  ["NUL", "a\0b"],
  ["a line break", "a\nb"],
  ["10,000 characters", "x".repeat(10_000)],
  ["nothing but spaces", "  "],
  ["half a character", "\ud800"],
])("refuses a name with %s", async (_, name) => {
  const anna = await createPerson();
  await expect(updateLab(lab.admin.scope, { name })).rejects.toThrow();
  await expect(createOwnLab(anna, { name, timeZone: "UTC" })).rejects.toThrow();
});

it("writes down what was changed, and tells open pages where numbers change", async () => {
  const own = await createStaffedLab();
  const { scope } = own.admin;
  const version = () => inLab(scope, async (tx) => (await getLabState(scope, tx)).configVersion);
  await updateLab(scope, { name: "Another", timeZone: "Asia/Tokyo", rawRetentionDays: 90 });
  expect(await version()).toBe(0);
  await updateLab(scope, { formationCycles: 3, name: "Another" });
  const announced = await version();
  expect(announced).toBeGreaterThan(0);
  await updateLab(scope, { endOfLifeRetention: 0.7 });
  expect(await version()).toBeGreaterThan(announced);
  await updateLab(scope, { endOfLifeRetention: 0.7 }); // nothing new
  const audit = await inLabConfig(scope, (tx) => tx.auditEntry.findMany({ orderBy: { auditId: "asc" } }));
  expect(audit.map(({ before, after }) => [before, after])).toEqual([
    [
      { name: "Bench", timeZone: "UTC", rawRetentionDays: null },
      { name: "Another", timeZone: "Asia/Tokyo", rawRetentionDays: 90 },
    ],
    [{ formationCycles: 0 }, { formationCycles: 3 }],
    [{ endOfLifeRetention: 0.8 }, { endOfLifeRetention: 0.7 }],
  ]);
});

it("refuses settings out of range", async () => {
  for (const changes of [
    { formationCycles: -1 },
    { formationCycles: 1.5 },
    { endOfLifeRetention: 1 },
    { endOfLifeRetention: 0 },
    { rawRetentionDays: 29 },
    { rawRetentionDays: Number.NaN },
  ]) {
    await expect(updateLab(lab.admin.scope, changes)).rejects.toThrow();
  }
});

it("asks owners for a second factor when an owner who has one says so", async () => {
  const own = await createStaffedLab();
  const require = (scope: typeof lab.admin.scope) => updateLab(scope, { requiresTwoFactor: true });
  await expect(require(own.admin.scope)).rejects.toMatchObject({ kind: "forbidden" });
  await expect(require(own.owner.scope)).rejects.toMatchObject({ kind: "conflict" });
  await authClient().user.update({ where: { id: own.owner.userId }, data: { twoFactorEnabled: true } });
  expect((await require(own.owner.scope)).requiresTwoFactor).toBe(true);
});

it("looks up 300 addresses an hour for somebody, and as many for another", async () => {
  const callerOf = async () => createCaller({ user: await createPerson(), isSignedIn: async () => true });
  const [curious, other] = [await callerOf(), await callerOf()];
  for (let asked = 0; asked < 300; asked += 10) {
    await Promise.all(Array.from({ length: 10 }, (_, at) => curious.labs.checkSlug({ slug: `free-${asked + at}` })));
  }
  await expect(curious.labs.checkSlug({ slug: "free" })).rejects.toMatchObject({ code: "TOO_MANY_REQUESTS" });
  expect(await other.labs.checkSlug({ slug: "free" })).toMatchObject({ state: "free" });
});

it("serves newcomers: a check of the address, a lab, an invitation", async () => {
  const anna = await createPerson();
  const caller = createCaller({ user: anna, isSignedIn: async () => true });
  expect(await caller.labs.checkSlug({ slug: "newcomer" })).toMatchObject({ state: "free" });
  expect(await caller.labs.create({ name: "Newcomer", timeZone: "UTC" })).toEqual({ labSlug: "newcomer" });
  expect(await caller.labs.checkSlug({ slug: "newcomer" })).toMatchObject({ state: "taken" });
  expect(await caller.labs.checkSlug({ slug: "New comer" })).toMatchObject({
    state: "malformed",
    proposal: "new-comer",
  });
  await inviteMember(lab.owner.scope, { email: anna.email, role: "viewer" });
  const token = await lastInvitationTo(anna.email);
  expect(await caller.members.acceptInvitation({ token })).toEqual({ labSlug: lab.slug });
  const nobody = createCaller({ user: null, isSignedIn: async () => false });
  await expect(nobody.labs.create({ name: "X", timeZone: "UTC" })).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  await expect(nobody.labs.checkSlug({ slug: "x" })).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  await expect(nobody.members.acceptInvitation({ token })).rejects.toMatchObject({ code: "UNAUTHORIZED" });
});
