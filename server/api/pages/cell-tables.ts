import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import { attachment } from "../exports/export-answer";
import { inFileName } from "../exports/file-names";
import { Answer } from "../http/answer";
import { refusalAnswer } from "../http/problem-json";
import { getAgeingOperation, getAgeingWithAbout } from "../rest/cells/ageing";
import { listCyclesWithAbout, listCyclesOperation } from "../rest/cells/cell-cycles";
import { getRateTestOperation, getRateTestWithAbout } from "../rest/cells/cell-rate-test";
import { listStepsOperation, listStepsWithAbout } from "../rest/cells/cell-steps";
import { listCurvesOperation, listFittingCurvesWithAbout } from "../rest/cells/curves";
import { toCsv } from "../tables/csv";
import type { Table } from "../tables/table";
import { scopeBySession } from "./session-scope";

type ReadTable = (
  scope: LabScope,
  params: { name: string },
  query: Record<string, string>,
) => Promise<Table | undefined>;

/** What the REST API tells of a cell as a table, by the last part of its path. */
const TABLES: Readonly<Record<string, ReadTable>> = {
  cycles: async (scope, params) => listCyclesOperation.table?.(await listCyclesWithAbout(scope, { params, query: {} })),
  steps: async (scope, params, query) =>
    listStepsOperation.table?.(
      await listStepsWithAbout(scope, { params, query: listStepsOperation.query.parse(query) }),
    ),
  curves: async (scope, params, query) =>
    listCurvesOperation.table?.(
      await listFittingCurvesWithAbout(scope, { params, query: listCurvesOperation.query.parse(query) }),
    ),
  "rate-test": async (scope, params) =>
    getRateTestOperation.table?.(await getRateTestWithAbout(scope, { params, query: {} })),
  ageing: async (scope, params) => getAgeingOperation.table?.(await getAgeingWithAbout(scope, { params, query: {} })),
};

type TablePath = { labSlug: string; name: string; table: string };

/** A table of a cell as the REST API has it, with what a reader has to know of it, for whoever is signed in. */
export async function cellTable(request: Request, { labSlug, name, table }: TablePath): Promise<Response> {
  try {
    const scope = await scopeBySession(request.headers, labSlug);
    return (await csvOf(scope, { name, table }, new URL(request.url).searchParams)).toResponse();
  } catch (cause) {
    const path = `/api/labs/${labSlug}/cells/{name}/${table}`;
    return refusalAnswer(cause, { method: "GET", path })?.toResponse() ?? Response.error();
  }
}

export async function csvOf(scope: LabScope, { name, table }: Omit<TablePath, "labSlug">, query: URLSearchParams) {
  const readTable = Object.hasOwn(TABLES, table) ? TABLES[table] : undefined;
  const found = await readTable?.(scope, { name }, Object.fromEntries(query));
  if (!found) throw new AppError("not_found", "There is no such table of a cell.");
  return Answer.of(await toCsv(found, { withAbout: true }), {
    "Content-Type": "text/csv; charset=utf-8",
    "Content-Disposition": attachment(`${inFileName(name)}-${table}.csv`),
    "Cache-Control": "no-store",
  });
}
