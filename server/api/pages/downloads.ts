import { requirePermission } from "../../auth/roles";
import type { LabScope } from "../../lab-scope";
import { Answer, type AnyAnswer, StreamedAnswer } from "../http/answer";
import { pathParams, queryOf } from "../http/path-params";
import { refusalAnswer } from "../http/problem-json";
import type { ApiRequest } from "../http/read-body";
import { exportCell, exportCellOperation, exportGrouping, exportLab } from "../rest/exports";
import { scopeBySession } from "./session-scope";

type Params = Record<string, string>;
type Give = (scope: LabScope, params: Params, request: ApiRequest) => Promise<AnyAnswer>;

/** What a path of the REST API is to a key, for whoever is at a page of this service, by their session. */
function download(template: string, give: Give) {
  return async (request: ApiRequest): Promise<AnyAnswer | null> => {
    const { pathname } = new URL(request.url);
    try {
      const params = pathParams(template, pathname);
      return await give(await scopeBySession(request.headers, params.labSlug ?? ""), params, request);
    } catch (cause) {
      return refusalAnswer(cause, { method: "GET", path: pathname });
    }
  };
}

export const downloadLab = download("/api/labs/{labSlug}/export", (scope, _, request) =>
  exportWholeLab(scope, request),
);
export const downloadCell = download("/api/labs/{labSlug}/cells/{name}/export", exportOneCell);
export const downloadGrouping = download("/api/labs/{labSlug}/groupings/{id}/export", exportOneGrouping);

/** For whoever may take all of it along. */
export async function exportWholeLab(scope: LabScope, request: ApiRequest): Promise<AnyAnswer> {
  requirePermission(scope, "exportLab");
  return exportLab(scope, {}, request);
}

async function exportOneCell(scope: LabScope, { name = "" }: Params, request: ApiRequest): Promise<AnyAnswer> {
  requirePermission(scope, "read");
  const query = exportCellOperation.query.parse(queryOf(new URL(request.url).searchParams));
  const given = await exportCell(scope, { params: { name }, query }, request);
  const isAnswer = given instanceof Answer || given instanceof StreamedAnswer;
  return isAnswer ? given : Answer.json(given, { status: 200, headers: { "Cache-Control": "private, no-store" } });
}

async function exportOneGrouping(scope: LabScope, { id = "" }: Params, request: ApiRequest): Promise<AnyAnswer> {
  requirePermission(scope, "read");
  return exportGrouping(scope, { params: { id } }, request);
}
