import { listGroupDeviationViews, listGroupDeviationsOperation } from "@/server/api/rest/groups/group-statistics";
import { restRoute } from "@/server/api/http/rest-route";

export const dynamic = "force-dynamic";

export const GET = restRoute(listGroupDeviationsOperation, listGroupDeviationViews);
