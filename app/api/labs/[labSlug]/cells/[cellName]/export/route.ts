import { downloadCell } from "@/server/api/pages/downloads";

export const dynamic = "force-dynamic";

export const GET = async (request: Request): Promise<Response> =>
  (await downloadCell(request))?.toResponse() ?? Response.error();
