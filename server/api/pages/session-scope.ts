import { labScopeForMember } from "../../auth/lab-scope";
import { currentUser } from "../../auth/session";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import type { ApiHeaders } from "../http/read-body";

/**
 * The lab that a path of the pages names, for whoever is signed in.
 * @throws AppError `unauthenticated`; `not_found`, as the pages have it: one answer for "no such lab" and "not your lab"
 */
export async function scopeBySession(headers: ApiHeaders, labSlug: string): Promise<LabScope> {
  const user = await currentUser(new Headers({ cookie: headers.get("cookie") ?? "" }));
  if (!user) throw new AppError("unauthenticated", "Sign in first.");
  const scope = await labScopeForMember(user.userId, labSlug);
  if (!scope) throw new AppError("not_found", `There is no lab "${labSlug}" for you.`);
  return scope;
}
