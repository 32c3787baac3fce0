import { restRoute } from "@/server/api/http/rest-route";
import { deleteTagById, deleteTagOperation } from "@/server/api/rest/cells/cell-tags";

export const dynamic = "force-dynamic";

export const DELETE = restRoute(deleteTagOperation, deleteTagById);
