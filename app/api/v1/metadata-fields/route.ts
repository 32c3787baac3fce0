import {
  listMetadataFieldViews,
  postMetadataField,
  listMetadataFieldsOperation,
  createMetadataFieldOperation,
} from "@/server/api/rest/groups/metadata-fields";
import { restRoute } from "@/server/api/http/rest-route";

export const dynamic = "force-dynamic";

export const GET = restRoute(listMetadataFieldsOperation, listMetadataFieldViews);
export const POST = restRoute(createMetadataFieldOperation, postMetadataField);
