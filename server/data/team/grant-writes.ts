import type { GrantedRead, GrantedResource } from "../../domain/labs/grants";
import type { LabScope } from "../../lab-scope";
import { type AccountsTransaction, askAccounts } from "../accounts/auth-client";

export async function insertGrant(
  scope: LabScope,
  tx: AccountsTransaction,
  args: {
    label: string | null;
    resource: GrantedResource;
    reads: GrantedRead[];
    secretHash: Uint8Array<ArrayBuffer>;
    secretStart: string;
    expiresAt: Date;
    needsSignIn: boolean;
  },
): Promise<{ grantId: string; createdAt: Date }> {
  const data = { ...args, labId: scope.labId, actor: scope.actor };
  return tx.grant.create({ data, select: { grantId: true, createdAt: true } });
}

/** Ends the lab's grant of that id. @returns what people call it, or null where none of that id still works */
export async function endGrant(
  scope: LabScope,
  tx: AccountsTransaction,
  args: { grantId: string },
): Promise<{ label: string | null; secretStart: string } | null> {
  const where = { labId: scope.labId, grantId: args.grantId, revokedAt: null, expiresAt: { gt: new Date() } };
  const select = { label: true, secretStart: true };
  const [ended] = await tx.grant.updateManyAndReturn({ where, data: { revokedAt: new Date() }, select });
  return ended ?? null;
}

/** Forgets the lab's grants that have ended, all but the newest `keep`; the audit still has them. */
export async function deleteEndedGrants(
  scope: LabScope,
  tx: AccountsTransaction,
  args: { keep: number },
): Promise<void> {
  const ended = { labId: scope.labId, OR: [{ revokedAt: { not: null } }, { expiresAt: { lte: new Date() } }] };
  const [oldestKept] = await tx.grant.findMany({
    where: ended,
    select: { createdAt: true },
    orderBy: { createdAt: "desc" },
    skip: args.keep - 1,
    take: 1,
  });
  if (oldestKept) await tx.grant.deleteMany({ where: { ...ended, createdAt: { lt: oldestKept.createdAt } } });
}

/** Notes that grants were used, by their ids, which whoever used them proved to have. */
export async function updateGrantsLastUsed(uses: ReadonlyMap<string, Date>): Promise<void> {
  // Of grants used in one stretch of seconds the last moment is near enough for all.
  const at = new Date(Math.max(...[...uses.values()].map((date) => date.getTime())));
  await askAccounts((client) =>
    client.grant.updateMany({ where: { grantId: { in: [...uses.keys()] } }, data: { lastUsedAt: at } }),
  );
}
