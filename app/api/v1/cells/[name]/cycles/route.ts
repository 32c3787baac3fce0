import { listCyclesWithAbout, listCyclesOperation } from "@/server/api/rest/cells/cell-cycles";
import { restRoute } from "@/server/api/http/rest-route";

export const dynamic = "force-dynamic";

export const GET = restRoute(listCyclesOperation, listCyclesWithAbout);
