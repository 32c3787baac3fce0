import { listCellViews, listCellsOperation } from "@/server/api/rest/cells/cells";
import { restRoute } from "@/server/api/http/rest-route";

export const dynamic = "force-dynamic";

export const GET = restRoute(listCellsOperation, listCellViews);
