import { deleteGrantById, deleteGrantOperation } from "@/server/api/rest/grants";
import { restRoute } from "@/server/api/http/rest-route";

export const dynamic = "force-dynamic";

export const DELETE = restRoute(deleteGrantOperation, deleteGrantById);
