import { listCycleViews } from "@/server/api/rest/cell-cycles";
import { OPERATIONS } from "@/server/api/rest/operations";
import { restRoute } from "@/server/api/http/rest-route";

export const dynamic = "force-dynamic";

export const GET = restRoute(OPERATIONS.listCycles, listCycleViews);
