import { sharedAnswers } from "@/server/api/pages/frozen-answers";

export const dynamic = "force-dynamic";

export const GET = async (request: Request): Promise<Response> =>
  (await sharedAnswers(request))?.toResponse() ?? Response.error();
