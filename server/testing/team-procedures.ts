import type { createCaller } from "../api/trpc/root";
import { labScopeForAdmin } from "../auth/lab-scope";
import { createGrant } from "../services/grants/create-grant";
import { createApiKey } from "../services/team/create-api-key";
import { inviteMember } from "../services/team/invite-member";
import { createPerson, join, scopeOf } from "./team";

type Caller = ReturnType<typeof createCaller>;
type Targets = {
  labSlug: string;
  memberId: string;
  invitationId: string;
  otherInvitationId: string;
  apiKeyId: number;
  grantId: string;
};

/** A link to all cells of a lab, for an hour. */
const linkTo = (label: string) => ({
  resource: { kind: "grouping" as const, id: 0 },
  reads: ["cycles" as const],
  expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
  label,
});

/** A view of all cells of a lab, for an hour. */
export const viewOf = (name: string) => ({
  view: {
    ...{ page: "groups" as const, name, query: "", cells: [] },
    groups: [
      {
        ...{ groupingId: 0, by: null, metrics: ["dischargeCapacityAh" as const], x: null, tag: null, rateC: null },
        ...{ only: null, hidden: [] },
      },
    ],
  },
  needsSignIn: false,
  expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
});

/** A member, two invitations, a key and a link of a lab, all called by its owner's name. */
export async function prepareTeam(lab: { labId: number; labSlug: string; ownerId: string; name: string }) {
  const member = await createPerson({ email: `member-${lab.name}@example.org` });
  await join({ slug: lab.labSlug }, member, "viewer");
  const person = { userId: lab.ownerId, email: "", name: "" };
  const owner = await scopeOf({ slug: lab.labSlug }, person);
  const invite = (label: string) => inviteMember(owner, { email: `${label}-${lab.name}@example.org`, role: "viewer" });
  const { apiKeyId } = await createApiKey(labScopeForAdmin(lab.labId), { name: `key ${lab.name}`, scopes: ["read"] });
  const { invitationId } = await invite("first");
  const { grantId } = await createGrant(labScopeForAdmin(lab.labId), linkTo(`link ${lab.name}`));
  const otherInvitationId = (await invite("second")).invitationId;
  return { memberId: member.userId, invitationId, otherInvitationId, apiKeyId, grantId };
}

/** What the service itself refuses, after it let the lab's own member in. */
const orRefused = (requested: Promise<unknown>, message: string) =>
  requested.catch((error: Error) => {
    if (error.message.includes(message)) return { refused: true };
    throw error;
  });

/** The procedures on a lab's team, keys, settings and audit, for the test that keeps labs apart. Removals come after what needs the removed. */
export const TEAM_PROCEDURES: Record<string, (caller: Caller, requested: Targets) => Promise<unknown>> = {
  "audit.list": (caller, { labSlug }) => caller.audit.list({ labSlug }),
  "audit.choices": (caller, { labSlug }) => caller.audit.choices({ labSlug }),
  "keys.list": (caller, { labSlug }) => caller.keys.list({ labSlug }),
  "keys.create": (caller, { labSlug }) => caller.keys.create({ labSlug, name: "another", scopes: ["read"] }),
  "keys.revoke": (caller, { labSlug, apiKeyId }) => caller.keys.revoke({ labSlug, apiKeyId }),
  "grants.list": (caller, { labSlug }) => caller.grants.list({ labSlug }),
  "grants.create": (caller, { labSlug }) => caller.grants.create({ labSlug, given: linkTo("another") }),
  "grants.share": (caller, { labSlug }) => caller.grants.share({ labSlug, given: viewOf("another") }),
  "grants.revoke": (caller, { labSlug, grantId: id }) => caller.grants.revoke({ labSlug, given: { id } }),
  "labs.settings": (caller, { labSlug }) => caller.labs.settings({ labSlug }),
  "labs.update": (caller, { labSlug }) => caller.labs.update({ labSlug, changes: { formationCycles: 1 } }),
  "labs.delete": (caller, { labSlug }) => orRefused(caller.labs.delete({ labSlug, name: "?" }), "Type the lab's name"),
  "simulation.state": (caller, { labSlug }) => caller.simulation.state({ labSlug }),
  "simulation.start": (caller, { labSlug }) => orRefused(caller.simulation.start({ labSlug }), "running already"),
  "simulation.remove": (caller, { labSlug }) => caller.simulation.remove({ labSlug }),
  "members.list": (caller, { labSlug }) => caller.members.list({ labSlug }),
  "members.invite": (caller, { labSlug }) =>
    caller.members.invite({ labSlug, email: `${crypto.randomUUID()}@example.org`, role: "viewer" }),
  "members.resendInvitation": (caller, { labSlug, invitationId }) =>
    caller.members.resendInvitation({ labSlug, invitationId }),
  "members.revokeInvitation": (caller, { labSlug, otherInvitationId: invitationId }) =>
    caller.members.revokeInvitation({ labSlug, invitationId }),
  "members.changeRole": (caller, { labSlug, memberId: userId }) =>
    caller.members.changeRole({ labSlug, userId, role: "member" }),
  "members.remove": (caller, { labSlug, memberId: userId }) => caller.members.remove({ labSlug, userId }),
  "members.transfer": (caller, { labSlug, memberId: userId }) =>
    orRefused(caller.members.transfer({ labSlug, userId }), "no such member"),
  "members.leave": (caller, { labSlug }) => orRefused(caller.members.leave({ labSlug }), "without an owner"),
};

/** Those that name something of the lab by its id. */
export const TAKE_TEAM_IDS = [
  "keys.revoke",
  "grants.revoke",
  "members.resendInvitation",
  "members.revokeInvitation",
  "members.changeRole",
  "members.remove",
];
