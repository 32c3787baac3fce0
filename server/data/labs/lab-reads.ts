import { z } from "zod";
import { ROLES, type Role } from "../../domain/labs/permissions";
import { type PinnedChart, pinnedCharts } from "../../domain/labs/input-pinned-charts";
import { type Standing, standingOf } from "../../domain/labs/standing";
import type { LabScope } from "../../lab-scope";
import { type AccountsTransaction, askAccounts } from "../accounts/auth-client";
import type { ConfigTransaction } from "../in-lab-config";

const role = z.enum(ROLES) satisfies z.ZodType<Role>;
const user = { select: { twoFactorEnabled: true } } as const;

function toStanding(member: {
  role: string;
  lab: { requiresTwoFactor: boolean };
  user: { twoFactorEnabled: boolean | null };
}): Standing {
  const { requiresTwoFactor } = member.lab;
  return standingOf(role.parse(member.role), {
    requiresTwoFactor,
    hasSecondFactor: member.user.twoFactorEnabled === true,
  });
}

const membershipRow = z
  .object({
    role,
    lab_id: z.int(),
    requires_two_factor: z.boolean(),
    two_factor_enabled: z.boolean().nullable(),
  })
  .transform((row) => ({
    labId: row.lab_id,
    ...standingOf(row.role, {
      requiresTwoFactor: row.requires_two_factor,
      hasSecondFactor: row.two_factor_enabled === true,
    }),
  }));

/** The lab of that slug and how the user stands in it; null when there is none, or the user is no member. */
export async function findMembership(args: {
  userId: string;
  labSlug: string;
}): Promise<({ labId: number } & Standing) | null> {
  // Every request of a signed-in user asks this: one statement instead of one for each table.
  const rows = await askAccounts(
    (client) => client.$queryRaw`
      SELECT m.role, l.lab_id, l.requires_two_factor, u.two_factor_enabled
      FROM members m JOIN labs l ON l.id = m.organization_id JOIN users u ON u.id = m.user_id
      WHERE m.user_id = ${args.userId} AND l.slug = ${args.labSlug} AND l.deleting_at IS NULL`,
  );
  const [membership = null] = z.array(membershipRow).parse(rows);
  return membership;
}

/** The labs that a user is a member of, by name, and how they stand in each. */
export async function listLabsOfUser(args: { userId: string }) {
  const members = await askAccounts((client) =>
    client.member.findMany({
      where: { userId: args.userId, lab: { deletingAt: null } },
      select: {
        role: true,
        user,
        lab: { select: { slug: true, name: true, timeZone: true, requiresTwoFactor: true } },
      },
      orderBy: [{ lab: { name: "asc" } }, { lab: { slug: "asc" } }],
    }),
  );
  return members.map((member) => {
    const { slug, name, timeZone } = member.lab;
    return { slug, name, timeZone, ...toStanding(member) };
  });
}

/** Every lab, for the operator's commands. */
export async function listLabs() {
  return askAccounts((client) =>
    client.lab.findMany({ select: { labId: true, slug: true }, orderBy: { labId: "asc" } }),
  );
}

export async function findLabBySlug(slug: string): Promise<{ id: string; labId: number } | null> {
  return askAccounts((client) => client.lab.findUnique({ where: { slug }, select: { id: true, labId: true } }));
}

/** By which rules the cycles of a lab are tagged, where a cell or a person says nothing. */
export async function getLabTagRules(
  scope: LabScope,
  tx: ConfigTransaction,
): Promise<Pick<LabSettings, "formationCycles" | "checkUpMaxRateC">> {
  return tx.lab.findUniqueOrThrow({
    where: { labId: scope.labId },
    select: { formationCycles: true, checkUpMaxRateC: true },
  });
}

/** What a lab decides for all of its cells and members. */
export type LabSettings = {
  name: string;
  timeZone: string;
  formationCycles: number;
  /** Retention under which a cell is at its end of life. */
  endOfLifeRetention: number;
  /** Discharge rate up to which a cycle is a check-up, 1/h; null: none is by rule. */
  checkUpMaxRateC: number | null;
  /** Days that raw samples are kept; null: for good. */
  rawRetentionDays: number | null;
  /** Whether owners need a second factor. */
  requiresTwoFactor: boolean;
  /** The metadata field that names the cyclers' channels; null: none does. */
  channelFieldId: number | null;
  /** What the overview draws. */
  pinnedCharts: PinnedChart[];
};

export async function getLabSettings(scope: LabScope, tx: ConfigTransaction): Promise<LabSettings> {
  const settings = await tx.lab.findUniqueOrThrow({
    where: { labId: scope.labId },
    select: {
      name: true,
      timeZone: true,
      formationCycles: true,
      endOfLifeRetention: true,
      checkUpMaxRateC: true,
      rawRetentionDays: true,
      requiresTwoFactor: true,
      channelFieldId: true,
      pinnedCharts: true,
    },
  });
  // Charts that another release pinned are no reason to know nothing of the lab.
  return { ...settings, pinnedCharts: pinnedCharts.catch([]).parse(settings.pinnedCharts) };
}

/** Whether a lab is there and not being deleted. */
export async function isLabOpen(args: { labId: number }): Promise<boolean> {
  const where = { labId: args.labId, deletingAt: null };
  return (await askAccounts((client) => client.lab.count({ where }))) > 0;
}

/** Labs whose deletion was asked for and is not done. */
export async function listDeletedLabs(): Promise<{ labId: number }[]> {
  return askAccounts((client) =>
    client.lab.findMany({ where: { deletingAt: { not: null } }, select: { labId: true }, orderBy: { labId: "asc" } }),
  );
}

/** Labs that are not deleted and keep raw samples for a time only. */
export async function listLabsWithRetention(): Promise<{ labId: number }[]> {
  const where = { rawRetentionDays: { not: null }, deletingAt: null };
  return askAccounts((client) => client.lab.findMany({ where, select: { labId: true }, orderBy: { labId: "asc" } }));
}

/** How many labs somebody is an owner of. */
export async function countLabsOwned(tx: AccountsTransaction, args: { userId: string }): Promise<number> {
  return tx.member.count({ where: { userId: args.userId, role: "owner" } });
}
