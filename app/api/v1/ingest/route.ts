import { ingestOperation } from "@/server/api/ingest/ingest-operation";
import { ingest } from "@/server/api/ingest/handle-ingest";
import { restRoute } from "@/server/api/http/rest-route";

export const dynamic = "force-dynamic";

export const POST = restRoute(ingestOperation, ingest);
