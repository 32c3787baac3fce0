import { getImportView, getImportOperation } from "@/server/api/rest/imports";
import { restRoute } from "@/server/api/http/rest-route";

export const dynamic = "force-dynamic";

export const GET = restRoute(getImportOperation, getImportView);
