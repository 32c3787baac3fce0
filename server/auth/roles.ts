import { type Action, may, PERMISSIONS, type Role } from "../domain/labs/permissions";
import { AppError } from "../errors";
import type { KeyScope, LabScope } from "../lab-scope";

/** @throws AppError `forbidden` when the bearer's role does not allow it, `not_found` for whoever came by a grant */
export function requirePermission(scope: LabScope, action: Action): void {
  if (scope.narrowedTo !== null) throw new AppError("not_found", "A link shows one thing, and changes nothing.");
  if (may(scope.role, action)) return;
  const { from, does } = PERMISSIONS[action];
  if (scope.owesSecondFactor && may("owner", action)) {
    throw new AppError(
      "forbidden",
      `${does}: this lab asks its owners for a second factor, and your account has none. Set one up at /account first.`,
    );
  }
  throw new AppError("forbidden", `${does}: this needs the role "${from}" in the lab; yours is "${scope.role}".`);
}

/** What a key may do inside a verb: `manage` is for settings, the others change nothing there. */
export function roleOfKey(scopes: readonly KeyScope[]): Role {
  return scopes.includes("manage") ? "admin" : "viewer";
}
