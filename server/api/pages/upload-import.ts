import { labScopeForMember } from "../../auth/lab-scope";
import { refusedOrigin } from "../../auth/accounts/own-request";
import { requirePermission } from "../../auth/roles";
import { currentUser } from "../../auth/session";
import { AppError } from "../../errors";
import { importQuery } from "../../services/imports/read-import-options";
import type { Answer } from "../http/answer";
import { createImport } from "../rest/imports";
import { refusalAnswer } from "../http/problem-json";
import type { ApiRequest } from "../http/read-body";

const PATH = /^\/api\/labs\/([^/]+)\/imports$/;

/** What `POST /api/v1/imports` is to a key, for a member at a page of this service: `POST /api/labs/{slug}/imports`, by their session. */
export async function uploadImport(request: ApiRequest): Promise<Answer | null> {
  const { pathname, searchParams } = new URL(request.url);
  try {
    const foreign = refusedOrigin(request);
    if (foreign) throw foreign;
    const user = await currentUser(new Headers({ cookie: request.headers.get("cookie") ?? "" }));
    if (!user) throw new AppError("unauthenticated", "Sign in first.");
    const labSlug = PATH.exec(pathname)?.[1] ?? "";
    const scope = await labScopeForMember(user.userId, labSlug);
    // As the pages have it: one answer for "no such lab" and "not your lab".
    if (!scope) throw new AppError("not_found", `There is no lab "${labSlug}" for you.`);
    requirePermission(scope, "imports");
    return await createImport(scope, { query: importQuery.parse(Object.fromEntries(searchParams)) }, request);
  } catch (cause) {
    return refusalAnswer(cause, { method: "POST", path: pathname });
  }
}
