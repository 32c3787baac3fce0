import { deleteCellOfPath, getCellView, putCellView } from "@/server/api/rest/cells";
import { OPERATIONS } from "@/server/api/rest/operations";
import { restRoute } from "@/server/api/http/rest-route";

export const dynamic = "force-dynamic";

export const GET = restRoute(OPERATIONS.getCell, getCellView);
export const PUT = restRoute(OPERATIONS.putCell, putCellView);
export const DELETE = restRoute(OPERATIONS.deleteCell, deleteCellOfPath);
