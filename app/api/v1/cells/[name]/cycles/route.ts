import { listCycleViews } from "@/server/api/cell-cycles";
import { OPERATIONS } from "@/server/api/operations";
import { restRoute } from "@/server/api/rest-route";

export const dynamic = "force-dynamic";

export const GET = restRoute(OPERATIONS.listCycles, listCycleViews);
