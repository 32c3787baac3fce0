import { listMetadataFieldViews, postMetadataField } from "@/server/api/metadata-fields";
import { OPERATIONS } from "@/server/api/operations";
import { restRoute } from "@/server/api/rest-route";

export const dynamic = "force-dynamic";

export const GET = restRoute(OPERATIONS.listMetadataFields, listMetadataFieldViews);
export const POST = restRoute(OPERATIONS.createMetadataField, postMetadataField);
