import { listCurvesOperation, listCurvesWithAbout } from "@/server/api/rest/cells/curves";
import { restRoute } from "@/server/api/http/rest-route";

export const dynamic = "force-dynamic";

export const GET = restRoute(listCurvesOperation, listCurvesWithAbout);
