import { getImportView } from "@/server/api/rest/imports";
import { OPERATIONS } from "@/server/api/rest/operations";
import { restRoute } from "@/server/api/http/rest-route";

export const dynamic = "force-dynamic";

export const GET = restRoute(OPERATIONS.getImport, getImportView);
