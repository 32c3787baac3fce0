import { uploadImport } from "@/server/api/pages/upload-import";

export const dynamic = "force-dynamic";

export const POST = async (request: Request): Promise<Response> =>
  (await uploadImport(request))?.toResponse() ?? Response.error();
