import { listStrayViews, listStraysOperation } from "@/server/api/rest/groups/strays";
import { restRoute } from "@/server/api/http/rest-route";

export const dynamic = "force-dynamic";

export const GET = restRoute(listStraysOperation, listStrayViews);
