import {
  deleteCellOfPath,
  getCellView,
  putCellView,
  getCellOperation,
  putCellOperation,
  deleteCellOperation,
} from "@/server/api/rest/cells/cells";
import { restRoute } from "@/server/api/http/rest-route";

export const dynamic = "force-dynamic";

export const GET = restRoute(getCellOperation, getCellView);
export const PUT = restRoute(putCellOperation, putCellView);
export const DELETE = restRoute(deleteCellOperation, deleteCellOfPath);
