import { listMetadataFieldViews, postMetadataField } from "@/server/api/rest/metadata-fields";
import { OPERATIONS } from "@/server/api/rest/operations";
import { restRoute } from "@/server/api/http/rest-route";

export const dynamic = "force-dynamic";

export const GET = restRoute(OPERATIONS.listMetadataFields, listMetadataFieldViews);
export const POST = restRoute(OPERATIONS.createMetadataField, postMetadataField);
