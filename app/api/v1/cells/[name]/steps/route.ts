import { listStepsWithAbout, listStepsOperation } from "@/server/api/rest/cells/cell-steps";
import { restRoute } from "@/server/api/http/rest-route";

export const dynamic = "force-dynamic";

export const GET = restRoute(listStepsOperation, listStepsWithAbout);
