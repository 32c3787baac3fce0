import { sharedAnswers } from "@/server/api/pages/shared-answers";

export const dynamic = "force-dynamic";

export const GET = async (request: Request): Promise<Response> =>
  (await sharedAnswers(request))?.toResponse() ?? Response.error();
