import { exportGrouping, exportGroupingOperation } from "@/server/api/rest/exports";
import { restRoute } from "@/server/api/http/rest-route";

export const dynamic = "force-dynamic";

export const GET = restRoute(exportGroupingOperation, exportGrouping);
