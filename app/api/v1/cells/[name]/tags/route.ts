import { restRoute } from "@/server/api/http/rest-route";
import { createTagOperation, listTagsOperation, listTagViews, postTag } from "@/server/api/rest/cells/cell-tags";

export const dynamic = "force-dynamic";

export const GET = restRoute(listTagsOperation, listTagViews);
export const POST = restRoute(createTagOperation, postTag);
