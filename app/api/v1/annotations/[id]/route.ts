import { restRoute } from "@/server/api/http/rest-route";
import { deleteAnnotationById, deleteAnnotationOperation } from "@/server/api/rest/annotations";

export const dynamic = "force-dynamic";

export const DELETE = restRoute(deleteAnnotationOperation, deleteAnnotationById);
