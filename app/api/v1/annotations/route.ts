import { restRoute } from "@/server/api/http/rest-route";
import {
  createAnnotationOperation,
  listAnnotationsOperation,
  listAnnotationViews,
  postAnnotation,
} from "@/server/api/rest/annotations";

export const dynamic = "force-dynamic";

export const GET = restRoute(listAnnotationsOperation, listAnnotationViews);
export const POST = restRoute(createAnnotationOperation, postAnnotation);
