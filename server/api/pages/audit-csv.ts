import { labScopeForMember } from "../../auth/lab-scope";
import { requirePermission } from "../../auth/roles";
import { currentUser } from "../../auth/session";
import { listAudit } from "../../data/audit/audit-reads";
import { inLabConfig } from "../../data/in-lab-config";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import { actorNames } from "../actor-names";
import { auditFilter } from "../trpc/audit-router";
import { csvLines } from "../tables/csv";
import { refusalAnswer } from "../http/problem-json";

const ROWS_AT_ONCE = 1000;
const HEADER = ["time", "who", "actor", "action", "subject", "before", "after"];

/** The lab's audit as a table, filtered as on its page, for whoever is signed in and may read it. */
export async function auditCsv(request: Request, labSlug: string): Promise<Response> {
  try {
    const user = await currentUser(request.headers);
    if (!user) throw new AppError("unauthenticated", "Sign in first.");
    const scope = await labScopeForMember(user.userId, labSlug);
    if (!scope) throw new AppError("not_found", `There is no lab "${labSlug}" for you.`);
    requirePermission(scope, "readAudit");
    const filter = auditFilter.parse(Object.fromEntries(new URL(request.url).searchParams));
    return new Response(toStream(linesOf(scope, filter)), {
      headers: {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": `attachment; filename="audit-${labSlug}.csv"`,
        "Cache-Control": "no-store",
      },
    });
  } catch (cause) {
    const path = `/labs/${labSlug}/settings/audit/audit.csv`;
    return refusalAnswer(cause, { method: "GET", path })?.toResponse() ?? Response.error();
  }
}

async function* linesOf(scope: LabScope, filter: ReturnType<typeof auditFilter.parse>): AsyncGenerator<string> {
  yield csvLines([HEADER]);
  let beforeId: number | null = null;
  for (;;) {
    const args: Parameters<typeof listAudit>[2] = { ...filter, beforeId, limit: ROWS_AT_ONCE };
    const { rows, isMore }: Awaited<ReturnType<typeof listAudit>> = await inLabConfig(scope, (tx) =>
      listAudit(scope, tx, args),
    );
    const nameOf = await actorNames(scope, [...new Set(rows.map(({ actor }) => actor))]);
    yield csvLines(
      rows.map(({ at, actor, action, subject, before, after }) => [
        at.toISOString(),
        nameOf(actor),
        actor,
        action,
        subject,
        before === null ? "" : JSON.stringify(before),
        after === null ? "" : JSON.stringify(after),
      ]),
    );
    if (!isMore) return;
    beforeId = rows.at(-1)?.auditId ?? null;
  }
}

function toStream(lines: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await lines.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: () => void lines.return(undefined),
  });
}
