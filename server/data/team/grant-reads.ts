import { type GrantedRead, type GrantedResource, grantedReads, grantedResource } from "../../domain/labs/grants";
import type { LabScope } from "../../lab-scope";
import { type AccountsTransaction, askAccounts } from "../accounts/auth-client";

type StoredGrant = {
  grantId: string;
  labId: number;
  resource: GrantedResource;
  reads: GrantedRead[];
  expiresAt: Date;
  revokedAt: Date | null;
  needsSignIn: boolean;
  /** What it shows for good; null where it follows the lab. */
  snapshot: { takenAt: Date; formulaVersion: number; opening: unknown } | null;
};

const parsed = <Row extends { resource: unknown; reads: string[] }>(row: Row) => ({
  ...row,
  resource: grantedResource.parse(row.resource),
  reads: grantedReads.parse(row.reads),
});

/** A grant by the SHA-256 of its secret, of whatever lab; null when there is none, or its lab is being deleted. */
export async function findGrant(secretHash: Uint8Array<ArrayBuffer>): Promise<StoredGrant | null> {
  const grant = await askAccounts((client) =>
    client.grant.findUnique({
      where: { secretHash, lab: { deletingAt: null } },
      select: {
        ...{ grantId: true, labId: true, resource: true, reads: true },
        ...{ expiresAt: true, revokedAt: true, needsSignIn: true },
        snapshot: { select: { takenAt: true, formulaVersion: true, opening: true } },
      },
    }),
  );
  return grant ? parsed(grant) : null;
}

/** The lab's grants, newest first, ended ones too. */
export async function listGrants(scope: LabScope) {
  const grants = await askAccounts((client) =>
    client.grant.findMany({
      where: { labId: scope.labId },
      omit: { labId: true, secretHash: true },
      include: { snapshot: { select: { takenAt: true } } },
      orderBy: [{ createdAt: "desc" }, { grantId: "desc" }],
    }),
  );
  return grants.map(parsed);
}

/** How many grants of the lab still work. */
export async function countWorkingGrants(scope: LabScope, tx: AccountsTransaction): Promise<number> {
  return tx.grant.count({ where: { labId: scope.labId, revokedAt: null, expiresAt: { gt: new Date() } } });
}
