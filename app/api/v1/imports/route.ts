import { createImport, createImportOperation } from "@/server/api/rest/imports";
import { restRoute } from "@/server/api/http/rest-route";

export const dynamic = "force-dynamic";

export const POST = restRoute(createImportOperation, createImport);
