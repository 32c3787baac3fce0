import { createGrantOperation, listGrantsOperation, listGrantViews, postGrant } from "@/server/api/rest/grants";
import { restRoute } from "@/server/api/http/rest-route";

export const dynamic = "force-dynamic";

export const GET = restRoute(listGrantsOperation, listGrantViews);
export const POST = restRoute(createGrantOperation, postGrant);
