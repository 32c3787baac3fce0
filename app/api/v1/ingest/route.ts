import { ingest } from "@/server/api/ingest/handle-ingest";
import { OPERATIONS } from "@/server/api/rest/operations";
import { restRoute } from "@/server/api/http/rest-route";

export const dynamic = "force-dynamic";

export const POST = restRoute(OPERATIONS.ingest, ingest);
