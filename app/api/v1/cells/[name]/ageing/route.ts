import { getAgeingOperation, getAgeingWithAbout } from "@/server/api/rest/cells/ageing";
import { restRoute } from "@/server/api/http/rest-route";

export const dynamic = "force-dynamic";

export const GET = restRoute(getAgeingOperation, getAgeingWithAbout);
