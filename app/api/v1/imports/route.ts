import { createImport } from "@/server/api/imports";
import { OPERATIONS } from "@/server/api/operations";
import { restRoute } from "@/server/api/rest-route";

export const dynamic = "force-dynamic";

export const POST = restRoute(OPERATIONS.createImport, createImport);
