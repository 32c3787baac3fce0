import { getBatchView, getBatchOperation } from "@/server/api/rest/batches";
import { restRoute } from "@/server/api/http/rest-route";

export const dynamic = "force-dynamic";

export const GET = restRoute(getBatchOperation, getBatchView);
