import { restRoute } from "@/server/api/http/rest-route";
import {
  createExclusionOperation,
  listExclusionsOperation,
  listExclusionViews,
  postExclusion,
} from "@/server/api/rest/cells/exclusions";

export const dynamic = "force-dynamic";

export const GET = restRoute(listExclusionsOperation, listExclusionViews);
export const POST = restRoute(createExclusionOperation, postExclusion);
