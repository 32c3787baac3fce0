import { z } from "zod";
import { ROLES, type Role } from "../../domain/labs/permissions";
import { type Standing, standingOf } from "../../domain/labs/standing";
import type { LabScope } from "../../lab-scope";
import { type AccountsTransaction, askAccounts } from "../accounts/auth-client";

export type Member = {
  userId: string;
  name: string;
  email: string;
  /** As it was given to them; `standing` says in which they act. */
  role: Role;
  standing: Standing;
  joinedAt: Date;
};

const MEMBER = {
  userId: true,
  role: true,
  createdAt: true,
  user: { select: { name: true, email: true, twoFactorEnabled: true } },
  lab: { select: { requiresTwoFactor: true } },
} as const;
const roles = z.enum(ROLES);

function toMember(row: {
  userId: string;
  role: string;
  createdAt: Date;
  user: { name: string; email: string; twoFactorEnabled: boolean | null };
  lab: { requiresTwoFactor: boolean };
}): Member {
  const { name, email, twoFactorEnabled } = row.user;
  const role = roles.parse(row.role);
  const standing = standingOf(role, { ...row.lab, hasSecondFactor: twoFactorEnabled === true });
  return { userId: row.userId, name, email, role, standing, joinedAt: row.createdAt };
}

/** The lab's members in the order in which they joined. */
export async function listMembers(scope: LabScope): Promise<Member[]> {
  const rows = await askAccounts((client) =>
    client.member.findMany({
      where: { lab: { labId: scope.labId } },
      select: MEMBER,
      orderBy: [{ createdAt: "asc" }, { userId: "asc" }],
    }),
  );
  return rows.map(toMember);
}

/** One member, or null when they are none of this lab. */
export async function findMember(
  scope: LabScope,
  tx: AccountsTransaction,
  args: { userId: string },
): Promise<Member | null> {
  const row = await tx.member.findFirst({
    where: { lab: { labId: scope.labId }, userId: args.userId },
    select: MEMBER,
  });
  return row && toMember(row);
}

/** The member of that address, in lower case, or null. */
export async function findMemberByEmail(
  scope: LabScope,
  tx: AccountsTransaction,
  args: { email: string },
): Promise<Member | null> {
  const row = await tx.member.findFirst({
    where: { lab: { labId: scope.labId }, user: { email: args.email } },
    select: MEMBER,
  });
  return row && toMember(row);
}
