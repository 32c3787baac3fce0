import { beforeAll, expect, it } from "vitest";
import type { LabScope } from "../lab-scope";
import { createGrant } from "../services/grants/create-grant";
import { createApiKey } from "../services/team/create-api-key";
import { inviteMember } from "../services/team/invite-member";
import { cloneTestDatabase } from "../testing/clone-test-database";
import { createStaffedLab } from "../testing/team";
import { countWorkingKeys, listApiKeyNames, listApiKeys } from "./team/api-key-reads";
import { endApiKeys, insertApiKey } from "./team/api-key-writes";
import { countWorkingGrants, listGrants } from "./team/grant-reads";
import { deleteEndedGrants, endGrant, insertGrant } from "./team/grant-writes";
import { countSnapshotBytes, findSnapshotAnswers } from "./team/snapshot-reads";
import { deleteEndedSnapshots, insertSnapshot } from "./team/snapshot-writes";
import { listAudit, listAuditChoices } from "./audit/audit-reads";
import { type AccountsTransaction, authClient, inAccounts } from "./accounts/auth-client";
import { type ConfigTransaction, withConfigTransaction } from "./in-lab-config";
import { countInvitationsSince, findOpenInvitation, listOpenInvitations } from "./team/invitation-reads";
import { insertInvitation, revokeAllInvitations, revokeInvitationsTo } from "./team/invitation-writes";
import { getLabSettings, getLabTagRules } from "./labs/lab-reads";
import { deleteMarkedLab, lockLab, markLabDeleted, updateLabSettings } from "./labs/lab-writes";
import { findMember, findMemberByEmail, listMembers } from "./team/member-reads";
import { deleteMember, updateMemberRole } from "./team/member-writes";

// Members, invitations and keys are read by a role that sees all labs, so that only the functions themselves keep them apart.

cloneTestDatabase();

const snapshotOf = (name: string) => ({
  formulaVersion: 1,
  opening: { page: "groups" as const, name, query: "", timeZone: "UTC", splits: [], cells: [] },
  answers: new Uint8Array(Buffer.from(`snapshot of ${name}`)),
});

async function preparedLab(name: string) {
  const lab = await createStaffedLab(name);
  const email = `${name}-guest@example.org`;
  const { invitationId } = await inviteMember(lab.owner.scope, { email, role: "viewer" });
  const { apiKeyId } = await createApiKey(lab.owner.scope, { name: `${name} key`, scopes: ["read"] });
  const { grantId } = await createGrant(lab.owner.scope, {
    resource: { kind: "grouping", id: 0 },
    reads: ["cycles"],
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    label: `link of ${name}`,
  });
  await inAccounts((tx) => insertSnapshot(lab.owner.scope, tx, { grantId, ...snapshotOf(name) }));
  return { ...lab, scope: lab.owner.scope, email, invitationId, apiKeyId, grantId, name };
}
type Lab = Awaited<ReturnType<typeof preparedLab>>;

let ours: Lab;
let theirs: Lab;
beforeAll(async () => {
  [ours, theirs] = [await preparedLab("ours"), await preparedLab("theirs")];
});

type Access = (scope: LabScope, tx: AccountsTransaction, config: ConfigTransaction) => Promise<unknown>;

/** Each read, aimed at another lab's rows: what it answers never holds "theirs". */
const READS: Record<string, Access> = {
  listMembers: async (scope) => (await listMembers(scope)).map(({ userId }) => nameOf(userId)),
  findMember: async (scope, tx) => nameOf((await findMember(scope, tx, theirs.viewer))?.userId),
  findMemberByEmail: async (scope, tx) => nameOf((await findMemberByEmail(scope, tx, theirs.viewer))?.userId),
  listOpenInvitations: (scope) => listOpenInvitations(scope),
  findOpenInvitation: (scope, tx) => findOpenInvitation(scope, tx, theirs),
  listApiKeys: (scope) => listApiKeys(scope),
  listApiKeyNames: async (scope) => [...(await listApiKeyNames(scope, { apiKeyIds: [theirs.apiKeyId] })).values()],
  listGrants: (scope) => listGrants(scope),
  findSnapshotAnswers: async (scope) => Buffer.from((await findSnapshotAnswers(scope, theirs)) ?? "").toString(),
  getLabSettings: (scope, _, config) => getLabSettings(scope, config),
  listAudit: async (scope, _, config) =>
    (await listAudit(scope, config, { actor: null, action: null, text: null, beforeId: null, limit: 100 })).rows,
  listAuditChoices: async (scope, _, config) => (await listAuditChoices(scope, config)).actors.map(nameOf),
};
const nameOf = (id: string | undefined) =>
  id?.endsWith(theirs.owner.userId) || id === theirs.viewer.userId ? "theirs" : "";

/** Each write, aimed at another lab's rows by their ids. */
const WRITES: Record<string, Access> = {
  updateMemberRole: (scope, tx) => updateMemberRole(scope, tx, { userId: theirs.viewer.userId, role: "owner" }),
  deleteMember: (scope, tx) => deleteMember(scope, tx, theirs.viewer),
  revokeInvitationsTo: (scope, tx) => revokeInvitationsTo(scope, tx, theirs),
  revokeAllInvitations: (scope, tx) => revokeAllInvitations(scope, tx),
  insertInvitation: (scope, tx) =>
    insertInvitation(scope, tx, {
      email: "new@example.org",
      role: "viewer",
      tokenHash: new Uint8Array(32),
      invitedBy: null,
      expiresAt: new Date(),
    }),
  endApiKeys: (scope, tx) => endApiKeys(scope, tx, { apiKeyId: theirs.apiKeyId }),
  insertApiKey: (scope, tx) =>
    insertApiKey(scope, tx, {
      name: "new",
      keyHash: new Uint8Array(32),
      keyStart: "ct_",
      scopes: ["read"],
      expiresAt: null,
      createdBy: "operator",
    }),
  insertGrant: (scope, tx) =>
    insertGrant(scope, tx, {
      label: "new",
      resource: { kind: "grouping", groupingId: 0 },
      reads: ["cycles"],
      secretHash: new Uint8Array(32),
      secretStart: "ct_g_",
      expiresAt: new Date(),
      needsSignIn: false,
    }),
  insertSnapshot: async (scope, tx) => {
    const secret = { secretHash: new Uint8Array(31), secretStart: "ct_g_", expiresAt: new Date(), needsSignIn: false };
    const resource = { kind: "grouping" as const, groupingId: 0 };
    const { grantId } = await insertGrant(scope, tx, { label: null, resource, reads: [], ...secret });
    await insertSnapshot(scope, tx, { grantId, ...snapshotOf("another") });
  },
  deleteEndedSnapshots: (scope, tx) => deleteEndedSnapshots(scope, tx),
  deleteEndedGrants: (scope, tx) => deleteEndedGrants(scope, tx, { keep: 1 }),
  endGrant: (scope, tx) => endGrant(scope, tx, theirs),
  updateLabSettings: (scope, _, config) => updateLabSettings(scope, config, { name: "another" }),
  lockLab: (scope, tx) => lockLab(scope, tx),
  markLabDeleted: (scope, tx) => markLabDeleted(scope, tx),
  deleteMarkedLab: async (scope, tx) => {
    await markLabDeleted(scope, tx);
    await deleteMarkedLab(scope, tx);
  },
};

/** Those that answer a number of the lab's own, or are asked by somebody who has no lab yet. */
const COUNTS: Record<string, Access> = {
  countInvitationsSince: (scope, tx) => countInvitationsSince(scope, tx, new Date(0)),
  countWorkingGrants: (scope, tx) => countWorkingGrants(scope, tx),
  countSnapshotBytes: async (scope, tx) => (await countSnapshotBytes(scope, tx)) / snapshotOf("ours").answers.length,
  countWorkingKeys: (scope, tx) => countWorkingKeys(scope, tx),
  getLabTagRules: async (scope, _, config) => (await getLabTagRules(scope, config)).formationCycles + 1,
};
const WITHOUT_LAB = [
  "countLabsOwned",
  "findApiKey",
  "findGrant",
  "findInvitationByToken",
  "findLabBySlug",
  "findMembership",
  "insertMissingMember",
  "isLabOpen",
  "listDeletedLabs",
  "listLabs",
  "listLabsOfUser",
  "listLabsWithRetention",
  "updateGrantsLastUsed",
  "updateLastUsed",
  "useInvitation",
];

async function everythingOfTheirs() {
  const client = authClient();
  const where = { labId: theirs.labId };
  return {
    lab: await client.lab.findMany({ where }),
    members: await client.member.findMany({ where: { lab: where }, orderBy: { id: "asc" } }),
    invitations: await client.invitation.findMany({ where, orderBy: { invitationId: "asc" } }),
    grants: await client.grant.findMany({ where, orderBy: { grantId: "asc" } }),
    snapshots: await client.snapshot.findMany({ where }),
    keys: await client.apiKey.findMany({ where, orderBy: { apiKeyId: "asc" } }),
  };
}

const undone = new Error("undone");
/** Does it as that lab, tells what came of it, and takes it back. */
async function attempt(scope: LabScope, access: Access, look: (result: unknown) => Promise<void>): Promise<void> {
  const attempted = withConfigTransaction(scope, "off", (config) =>
    inAccounts(async (tx) => {
      await look(await access(scope, tx, config));
      throw undone;
    }),
  );
  await expect(attempted).rejects.toBe(undone);
}

it("names every function of these modules", () => {
  const modules = import.meta.glob<Record<string, unknown>>(
    ["./team/*.ts", "./labs/lab-{reads,writes}.ts", "./audit/audit-reads.ts"],
    { eager: true },
  );
  const functions = Object.values(modules).flatMap((module) =>
    Object.entries(module).flatMap(([name, value]) => (typeof value === "function" ? [name] : [])),
  );
  const named = [READS, WRITES, COUNTS].flatMap((table) => Object.keys(table));
  expect(functions.sort()).toEqual([...named, ...WITHOUT_LAB].sort());
});

it.each(Object.entries(READS))("shows nothing of another lab through %s", async (_, read) => {
  await attempt(ours.scope, read, async (seen) => expect(JSON.stringify(seen) ?? "").not.toContain("theirs"));
  await attempt(theirs.scope, read, async (seen) => expect(JSON.stringify(seen)).toContain("theirs"));
});

it.each(Object.entries(COUNTS))("counts only what is the lab's own through %s", async (_, count) => {
  await attempt(ours.scope, count, async (seen) => expect(seen).toBe(1));
});

it.each(Object.entries(WRITES))("changes nothing of another lab through %s", async (name, write) => {
  const before = await everythingOfTheirs();
  await withConfigTransaction(ours.scope, "off", (config) =>
    inAccounts(async (tx) => {
      await write(ours.scope, tx, config);
      if (name === "markLabDeleted")
        await tx.lab.updateMany({ where: { labId: ours.labId }, data: { deletingAt: null } });
    }),
  );
  expect(await everythingOfTheirs()).toEqual(before);
});

it("keeps no snapshot for a link of another lab", async () => {
  await authClient().snapshot.deleteMany({ where: { labId: theirs.labId } });
  const kept = inAccounts((tx) => insertSnapshot(ours.scope, tx, { grantId: theirs.grantId, ...snapshotOf("ours") }));
  await expect(kept).rejects.toMatchObject({ code: "P2003" }); // of the foreign key
});
