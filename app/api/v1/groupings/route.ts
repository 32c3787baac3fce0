import {
  listGroupingViews,
  postGrouping,
  listGroupingsOperation,
  createGroupingOperation,
} from "@/server/api/rest/groups/groupings";
import { restRoute } from "@/server/api/http/rest-route";

export const dynamic = "force-dynamic";

export const GET = restRoute(listGroupingsOperation, listGroupingViews);
export const POST = restRoute(createGroupingOperation, postGrouping);
