import { z } from "zod";
import { ROLES, type Role } from "../../domain/permissions";
import type { LabScope } from "../../lab-scope";
import { type AccountsTransaction, askAccounts } from "./auth-client";

export type Member = { userId: string; name: string; email: string; role: Role; joinedAt: Date };

const MEMBER = { userId: true, role: true, createdAt: true, user: { select: { name: true, email: true } } } as const;
const role = z.enum(ROLES);

function toMember(row: {
  userId: string;
  role: string;
  createdAt: Date;
  user: { name: string; email: string };
}): Member {
  return { userId: row.userId, ...row.user, role: role.parse(row.role), joinedAt: row.createdAt };
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
