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

/** One entry may hold a MB; a page or table of them shall not fill the memory of all. */
const MAX_CHARACTERS = 2 * 1024 * 1024;
const ROWS_AT_ONCE = 20;

/**
 * Who changed what, newest first: at most `limit`, and fewer where they are large.
 * @param args.beforeId the last id of the page before, or null
 */
export async function listAudit(
  scope: LabScope,
  tx: ConfigTransaction,
  args: AuditFilter & { beforeId: number | null; limit: number },
): Promise<{ rows: AuditRow[]; isMore: boolean }> {
  const rows: AuditRow[] = [];
  let characters = 0;
  let { beforeId } = args;
  while (rows.length < args.limit && characters < MAX_CHARACTERS) {
    const take = Math.min(ROWS_AT_ONCE, args.limit - rows.length);
    const some = await readAudit(scope, tx, { ...args, beforeId, take });
    for (const row of some) {
      if (rows.length > 0 && characters >= MAX_CHARACTERS) break;
      rows.push(row);
      characters += JSON.stringify([row.before, row.after]).length;
    }
    beforeId = rows.at(-1)?.auditId ?? null;
    if (some.length < take) break;
  }
  const next = await readAudit(scope, tx, { ...args, beforeId, take: 1 });
  return { rows, isMore: rows.length > 0 && next.length > 0 };
}

async function readAudit(
  scope: LabScope,
  tx: ConfigTransaction,
  args: AuditFilter & { beforeId: number | null; take: number },
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
    take: args.take,
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
