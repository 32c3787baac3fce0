import { refusedOrigin } from "../../auth/accounts/own-request";
import { requirePermission } from "../../auth/roles";
import { importQuery } from "../../services/imports/read-import-options";
import type { Answer } from "../http/answer";
import { createImport } from "../rest/imports";
import { refusalAnswer } from "../http/problem-json";
import type { ApiRequest } from "../http/read-body";
import { scopeBySession } from "./session-scope";

const PATH = /^\/api\/labs\/([^/]+)\/imports$/;

/** What `POST /api/v1/imports` is to a key, for a member at a page of this service: `POST /api/labs/{slug}/imports`, by their session. */
export async function uploadImport(request: ApiRequest): Promise<Answer | null> {
  const { pathname, searchParams } = new URL(request.url);
  try {
    const foreign = refusedOrigin(request);
    if (foreign) throw foreign;
    const scope = await scopeBySession(request.headers, PATH.exec(pathname)?.[1] ?? "");
    requirePermission(scope, "imports");
    return await createImport(scope, { query: importQuery.parse(Object.fromEntries(searchParams)) }, request);
  } catch (cause) {
    return refusalAnswer(cause, { method: "POST", path: pathname });
  }
}
