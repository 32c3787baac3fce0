import { AppError } from "../../errors";
import { problemJson } from "./problem-json";

/** A path that the API does not have, answered in the words of the API. */
export function unknownPath(request: Request): Response {
  const { pathname } = new URL(request.url);
  return problemJson(
    new AppError(
      "not_found",
      `There is no ${request.method} ${pathname.slice(0, 200)}. See /docs/api for what there is.`,
    ),
  );
}
