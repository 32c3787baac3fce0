import { env } from "../../env";
import { AppError } from "../../errors";

/**
 * Why a request that changes something is not taken, or null: it must come from a page of this service and carry JSON. A form or a script
 * of another site can send a visitor's cookies along, but neither this Origin nor, unasked, this content type.
 */
export function refusedAsForeign(request: Request): AppError | null {
  if (request.method === "GET" || request.method === "HEAD") return null;
  const foreign = refusedOrigin(request);
  if (foreign) return foreign;
  const [type = ""] = (request.headers.get("content-type") ?? "").split(";");
  if (type.trim().toLowerCase() === "application/json") return null;
  return new AppError("unsupported_media_type", "Send application/json.");
}

/** Why a request with a visitor's cookies is not taken, or null: browsers say where it comes from, and it must be a page of this service. */
export function refusedOrigin(request: { headers: Pick<Headers, "get"> }): AppError | null {
  if (request.headers.get("origin") === new URL(env().APP_URL).origin) return null;
  return new AppError("forbidden", "This may be asked by pages of this service only.");
}
