import { getImportView } from "@/server/api/imports";
import { OPERATIONS } from "@/server/api/operations";
import { restRoute } from "@/server/api/rest-route";

export const dynamic = "force-dynamic";

export const GET = restRoute(OPERATIONS.getImport, getImportView);
