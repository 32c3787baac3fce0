import { restRoute } from "@/server/api/http/rest-route";
import { deleteExclusionById, deleteExclusionOperation } from "@/server/api/rest/cells/exclusions";

export const dynamic = "force-dynamic";

export const DELETE = restRoute(deleteExclusionOperation, deleteExclusionById);
