import { labScopeForMember } from "../../auth/lab-scope";
import { requirePermission } from "../../auth/roles";
import { currentUser } from "../../auth/session";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import type { AnyAnswer } from "../http/answer";
import { refusalAnswer } from "../http/problem-json";
import type { ApiRequest } from "../http/read-body";
import { exportLab } from "../rest/exports";

const PATH = /^\/api\/labs\/([^/]+)\/export$/;

/** What `GET /api/v1/export` is to a key, for an admin at a page of this service: `GET /api/labs/{slug}/export`, by their session. */
export async function downloadLab(request: ApiRequest): Promise<AnyAnswer | null> {
  const { pathname } = new URL(request.url);
  try {
    const user = await currentUser(new Headers({ cookie: request.headers.get("cookie") ?? "" }));
    if (!user) throw new AppError("unauthenticated", "Sign in first.");
    const labSlug = PATH.exec(pathname)?.[1] ?? "";
    const scope = await labScopeForMember(user.userId, labSlug);
    // As the pages have it: one answer for "no such lab" and "not your lab".
    if (!scope) throw new AppError("not_found", `There is no lab "${labSlug}" for you.`);
    return await exportWholeLab(scope, request);
  } catch (cause) {
    return refusalAnswer(cause, { method: "GET", path: pathname });
  }
}

/** For whoever may take all of it along. */
export async function exportWholeLab(scope: LabScope, request: ApiRequest): Promise<AnyAnswer> {
  requirePermission(scope, "exportLab");
  return exportLab(scope, {}, request);
}
