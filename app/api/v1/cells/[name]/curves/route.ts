import { listCurvesOperation, listCurveViews } from "@/server/api/rest/curves";
import { restRoute } from "@/server/api/http/rest-route";

export const dynamic = "force-dynamic";

export const GET = restRoute(listCurvesOperation, listCurveViews);
