import type { LabScope } from "../../lab-scope";
import type { Prisma } from "../generated/client";
import type { ConfigTransaction } from "../in-lab-config";

export type AuditFilter = {
  /** As entries name them: "user:…", "key:…", "operator". */
  actor: string | null;
  action: string | null;
  /** In the subject, in any case. */
  text: string | null;
};

export type AuditRow = {
  auditId: number;
  at: Date;
  actor: string;
  action: string;
  subject: string;
  before: Prisma.JsonValue;
  after: Prisma.JsonValue;
};

/** Who changed what, newest first. @param args.beforeId the last id of the page before, or null */
export async function listAudit(
  scope: LabScope,
  tx: ConfigTransaction,
  args: AuditFilter & { beforeId: number | null; limit: number },
): Promise<AuditRow[]> {
  const rows = await tx.auditEntry.findMany({
    where: {
      labId: scope.labId,
      ...(args.beforeId === null ? {} : { auditId: { lt: args.beforeId } }),
      ...(args.actor === null ? {} : { actor: args.actor }),
      ...(args.action === null ? {} : { action: args.action }),
      // LIKE's own signs stand for themselves.
      ...(args.text === null
        ? {}
        : { subject: { contains: args.text.replace(/[\\%_]/g, "\\$&"), mode: "insensitive" as const } }),
    },
    select: { auditId: true, at: true, actor: true, action: true, subject: true, before: true, after: true },
    orderBy: { auditId: "desc" },
    take: args.limit,
  });
  return rows.map(({ auditId, ...row }) => ({ ...row, auditId: Number(auditId) }));
}

/** Everybody who ever changed something here, and every kind of change there was. */
export async function listAuditChoices(
  scope: LabScope,
  tx: ConfigTransaction,
): Promise<{ actors: string[]; actions: string[] }> {
  const where = { labId: scope.labId };
  const actors = await tx.auditEntry.findMany({ where, distinct: ["actor"], select: { actor: true } });
  const actions = await tx.auditEntry.findMany({ where, distinct: ["action"], select: { action: true } });
  return {
    actors: actors.map(({ actor }) => actor).sort(),
    actions: actions.map(({ action }) => action).sort(),
  };
}
