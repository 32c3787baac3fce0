import { restRoute } from "@/server/api/http/rest-route";
import { createTagOperation, listTagsOperation, listTagsWithAbout, postTag } from "@/server/api/rest/cells/cell-tags";

export const dynamic = "force-dynamic";

export const GET = restRoute(listTagsOperation, listTagsWithAbout);
export const POST = restRoute(createTagOperation, postTag);
