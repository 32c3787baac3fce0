import { getBatchView } from "@/server/api/batches";
import { OPERATIONS } from "@/server/api/operations";
import { restRoute } from "@/server/api/rest-route";

export const dynamic = "force-dynamic";

export const GET = restRoute(OPERATIONS.getBatch, getBatchView);
