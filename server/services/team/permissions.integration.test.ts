import { afterAll, beforeAll, expect, it } from "vitest";
import { exportWholeLab } from "../../api/pages/downloads";
import { createCaller } from "../../api/trpc/root";
import { authClient } from "../../data/accounts/auth-client";
import { type Action, may, PERMISSIONS, ROLES, type Role } from "../../domain/labs/permissions";
import type { LabScope } from "../../lab-scope";
import { cloneTestDatabase } from "../../testing/clone-test-database";
import { viewOf } from "../../testing/team-procedures";
import { bdfFile, fileOf, STARTED_AT } from "../../testing/senders/import-sender";
import { createPerson, createStaffedLab, join, scopeOf } from "../../testing/team";
import { changeMemberRole } from "./change-member-role";
import { createApiKey } from "./create-api-key";
import { createGrant } from "../grants/create-grant";
import { keepSnapshot } from "../grants/keep-snapshot";
import { revokeGrant } from "../grants/revoke-grant";
import { shareView } from "../grants/share-view";
import { createGrouping } from "../groupings/create-grouping";
import { addAnnotation } from "../annotations/add-annotation";
import { removeAnnotation } from "../annotations/remove-annotation";
import { addExclusion } from "../exclusions/add-exclusion";
import { removeExclusion } from "../exclusions/remove-exclusion";
import { removeTag } from "../tags/remove-tag";
import { tagCycles } from "../tags/tag-cycles";
import { createMetadataField } from "../fields/create-metadata-field";
import { deleteLab } from "../labs/delete-lab";
import { importQuery } from "../imports/read-import-options";
import { inviteMember } from "./invite-member";
import { leaveLab } from "./leave-lab";
import { putCell } from "../cells/put-cell";
import { receiveImport } from "../imports/receive-import";
import { removeCell } from "../cells/remove-cell";
import { removeColumnMapping } from "../imports/remove-column-mapping";
import { removeMember } from "./remove-member";
import { renameColumnMapping } from "../imports/rename-column-mapping";
import { revokeApiKeys } from "./revoke-api-keys";
import { saveColumnMapping } from "../imports/save-column-mapping";
import { undoImport } from "../imports/undo-import";
import { removeSavedView } from "../views/remove-saved-view";
import { renameSavedView } from "../views/rename-saved-view";
import { saveView } from "../views/save-view";
import { updateLab } from "../labs/update-lab";

cloneTestDatabase();

type StaffedLab = Awaited<ReturnType<typeof createStaffedLab>>;
let lab: StaffedLab;
beforeAll(async () => {
  lab = await createStaffedLab("Bench");
});

/** Whoever tries, and in which lab: a person of that role who is there for this try only. */
type Try = { scope: LabScope; userId: string; lab: StaffedLab };
const aView = (name: string) => ({ name, view: { page: "groups" as const, cell: null, query: "" } });
const word = () => crypto.randomUUID();
const exclusionOf = async (scope: LabScope, cell: string) => {
  const { id } = await addExclusion(scope, { cell, reason: "leaked" });
  return { id };
};
const tagOf = async (scope: LabScope) => {
  const cell = word();
  await putCell(scope, { name: cell, changes: {} });
  return { cell, cycles: { from: 1, to: 1 }, tag: "formation", reason: "as the recipe says" };
};
const linkToAll = () => ({
  resource: { kind: "grouping" as const, id: 0 },
  reads: ["cycles" as const],
  expiresAt: new Date(Date.now() + 60_000).toISOString(),
});
const callerOf = ({ userId }: Try) =>
  createCaller({ user: { userId, email: "", name: "" }, isSignedIn: async () => true });

/**
 * What stands for each action: verbs of the services, or a procedure where the action only looks. Whoever adds an action to the table of
 * permissions adds here how it is done.
 */
const VERBS: Record<Action, Record<string, (by: Try) => Promise<unknown>>> = {
  read: {
    "labs.settings": (by) => callerOf(by).labs.settings({ labSlug: by.lab.slug }),
    "members.list": (by) => callerOf(by).members.list({ labSlug: by.lab.slug }),
  },
  leaveLab: { leaveLab: ({ scope }) => leaveLab(scope) },
  imports: {
    undoImport: async ({ scope, lab }) => {
      const query = importQuery.parse({ cell: word(), startedAt: STARTED_AT });
      const file = { file: fileOf(bdfFile({ rows: 2 })), idempotencyKey: null };
      const { importId } = await receiveImport(lab.owner.scope, query, file);
      await undoImport(scope, { importId });
    },
    saveColumnMapping: ({ scope }) => saveColumnMapping(scope, { name: word(), mapping: { columns: {} } }),
    renameColumnMapping: async ({ scope, lab }) => {
      const name = word();
      await saveColumnMapping(lab.owner.scope, { name, mapping: { columns: {} } });
      await renameColumnMapping(scope, { name, newName: word() });
    },
    removeColumnMapping: async ({ scope, lab }) => {
      const name = word();
      await saveColumnMapping(lab.owner.scope, { name, mapping: { columns: {} } });
      await removeColumnMapping(scope, { name });
    },
  },
  saveViews: {
    saveView: ({ scope }) => saveView(scope, aView(word())),
    renameSavedView: async ({ scope, lab }) => {
      const { name } = await saveView(lab.owner.scope, aView(word()));
      await renameSavedView(scope, { name, newName: word() });
    },
    removeSavedView: async ({ scope, lab }) => {
      const { name } = await saveView(lab.owner.scope, aView(word()));
      await removeSavedView(scope, { name });
    },
  },
  editCells: { putCell: ({ scope }) => putCell(scope, { name: word(), changes: {} }) },
  exclude: {
    addExclusion: async ({ scope, lab }) => {
      const cell = word();
      await putCell(lab.owner.scope, { name: cell, changes: {} });
      await addExclusion(scope, { cell, reason: "leaked" });
    },
    removeExclusion: async ({ scope, lab }) => {
      const cell = word();
      await putCell(lab.owner.scope, { name: cell, changes: {} });
      await removeExclusion(scope, await exclusionOf(lab.owner.scope, cell));
    },
    addAnnotation: async ({ scope, lab }) => {
      const cell = word();
      await putCell(lab.owner.scope, { name: cell, changes: {} });
      await addAnnotation(scope, { cell, text: "chamber off" });
    },
    removeAnnotation: async ({ scope, lab }) => {
      const cell = word();
      await putCell(lab.owner.scope, { name: cell, changes: {} });
      const { id } = await addAnnotation(lab.owner.scope, { cell, text: "chamber off" });
      await removeAnnotation(scope, { id });
    },
    tagCycles: async ({ scope, lab }) => tagCycles(scope, await tagOf(lab.owner.scope)),
    removeTag: async ({ scope, lab }) => {
      const { id, cell } = await tagCycles(lab.owner.scope, await tagOf(lab.owner.scope));
      await removeTag(scope, { cell, id });
    },
  },
  deleteData: {
    removeCell: async ({ scope, lab }) => {
      const cell = word();
      await putCell(lab.owner.scope, { name: cell, changes: {} });
      await removeCell(scope, { cell });
    },
  },
  editFields: { createMetadataField: ({ scope }) => createMetadataField(scope, { name: word(), type: "text" }) },
  editGroupings: {
    createGrouping: async ({ scope, lab }) => {
      const field = word();
      await createMetadataField(lab.owner.scope, { name: field, type: "text" });
      await createGrouping(scope, { name: word(), by: [field] });
    },
  },
  manageKeys: {
    createApiKey: ({ scope }) => createApiKey(scope, { name: word(), scopes: ["read"] }),
    revokeApiKeys: async ({ scope, lab }) => {
      const { apiKeyId } = await createApiKey(lab.owner.scope, { name: word(), scopes: ["read"] });
      await revokeApiKeys(scope, { apiKeyId });
    },
    createGrant: ({ scope }) => createGrant(scope, linkToAll()),
    shareView: ({ scope }) => shareView(scope, viewOf("a view")),
    keepSnapshot: async ({ scope, lab }) => {
      const { grantId } = await shareView(lab.owner.scope, viewOf("a view"));
      const opening = { page: "groups" as const, name: "a view", query: "", timeZone: "UTC", splits: [], cells: [] };
      await keepSnapshot(scope, { grantId, opening, answers: "[]" });
    },
    revokeGrant: async ({ scope, lab }) => {
      const { grantId: id } = await createGrant(lab.owner.scope, linkToAll());
      await revokeGrant(scope, { id });
    },
    "grants.list": (by) => callerOf(by).grants.list({ labSlug: by.lab.slug }),
    "keys.list": (by) => callerOf(by).keys.list({ labSlug: by.lab.slug }),
  },
  manageMembers: {
    inviteMember: ({ scope }) => inviteMember(scope, { email: `${word()}@example.org`, role: "viewer" }),
    changeMemberRole: ({ scope, lab }) => changeMemberRole(scope, { userId: lab.viewer.userId, role: "viewer" }),
    removeMember: async ({ scope, lab }) => {
      const person = await createPerson();
      await join(lab, person, "admin");
      await removeMember(scope, person);
    },
  },
  editLab: { updateLab: ({ scope }) => updateLab(scope, { formationCycles: 1 }) },
  exportLab: {
    exportWholeLab: async ({ scope }) => {
      const request = new Request("http://localhost/api/labs/bench/export");
      await (await exportWholeLab(scope, request)).toResponse().body?.cancel();
    },
  },
  readAudit: {
    "audit.list": (by) => callerOf(by).audit.list({ labSlug: by.lab.slug }),
    "audit.choices": (by) => callerOf(by).audit.choices({ labSlug: by.lab.slug }),
  },
  manageOwners: {
    changeMemberRole: async ({ scope, lab }) => {
      const person = await createPerson();
      await join(lab, person, "viewer");
      await changeMemberRole(scope, { userId: person.userId, role: "owner" });
    },
    inviteMember: ({ scope }) => inviteMember(scope, { email: `${word()}@example.org`, role: "owner" }),
    removeMember: async ({ scope, lab }) => {
      const person = await createPerson();
      await join(lab, person, "owner");
      await removeMember(scope, person);
    },
  },
  deleteLab: {
    deleteLab: async ({ scope, userId, lab }) => {
      const own = await createStaffedLab("Doomed");
      const itsOwn = await join(own, { userId, email: "", name: "" }, scope.role);
      await deleteLab(itsOwn, { name: "Doomed" });
      expect(lab.slug).not.toBe(own.slug);
    },
  },
};

const TRIES = (Object.keys(PERMISSIONS) as Action[]).flatMap((action) =>
  ROLES.flatMap((role) => Object.keys(VERBS[action]).map((verb) => ({ action, role, verb }))),
);

it("knows how every action is done", () => {
  expect(Object.keys(VERBS).sort()).toEqual(Object.keys(PERMISSIONS).sort());
  for (const [action, verbs] of Object.entries(VERBS)) expect(Object.keys(verbs), action).not.toEqual([]);
});

const outcomes = new Map<string, boolean>();

it.each(TRIES)("$action by $verb as $role", async ({ action, role, verb }) => {
  const person = await createPerson();
  await join(lab, person, role);
  const by = { scope: await scopeOf(lab, person), userId: person.userId, lab };
  const outcome = await VERBS[action][verb]?.(by).then(
    () => "done",
    (error) => error.kind ?? error.code?.toLowerCase(),
  );
  outcomes.set(`${action} ${role}`, outcome === "done");
  expect(outcome).toBe(may(role, action) ? "done" : "forbidden");
  await authClient().member.deleteMany({ where: { userId: person.userId } });
});

it("names by whom in what it refuses", async () => {
  for (const role of ROLES) {
    const needed: Role = PERMISSIONS.deleteLab.from;
    if (may(role, "deleteLab")) continue;
    const refused = deleteLab(lab[role].scope, { name: "Bench" });
    await expect(refused).rejects.toMatchObject({ kind: "forbidden", message: expect.stringContaining(`"${needed}"`) });
  }
});

afterAll(() =>
  expect(outcomes.size, "every action with every role").toBe(Object.keys(PERMISSIONS).length * ROLES.length),
);
