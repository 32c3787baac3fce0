import { listGroupingViews, postGrouping } from "@/server/api/rest/groupings";
import { OPERATIONS } from "@/server/api/rest/operations";
import { restRoute } from "@/server/api/http/rest-route";

export const dynamic = "force-dynamic";

export const GET = restRoute(OPERATIONS.listGroupings, listGroupingViews);
export const POST = restRoute(OPERATIONS.createGrouping, postGrouping);
