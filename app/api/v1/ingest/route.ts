import { ingest } from "@/server/api/ingest";
import { OPERATIONS } from "@/server/api/operations";
import { restRoute } from "@/server/api/rest-route";

export const dynamic = "force-dynamic";

export const POST = restRoute(OPERATIONS.ingest, ingest);
