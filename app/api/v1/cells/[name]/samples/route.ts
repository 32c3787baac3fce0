import { listSamplesWithAbout, listSamplesOperation } from "@/server/api/rest/cells/cell-samples";
import { restRoute } from "@/server/api/http/rest-route";

export const dynamic = "force-dynamic";

export const GET = restRoute(listSamplesOperation, listSamplesWithAbout);
