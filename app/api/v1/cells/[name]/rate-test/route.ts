import { restRoute } from "@/server/api/http/rest-route";
import { getRateTestOperation, getRateTestWithAbout } from "@/server/api/rest/cells/cell-rate-test";

export const dynamic = "force-dynamic";

export const GET = restRoute(getRateTestOperation, getRateTestWithAbout);
