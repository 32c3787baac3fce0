import { AppError } from "../errors";
import type { KeyScope, LabScope, Role } from "../lab-scope";

const RANK: Record<Role, number> = { viewer: 0, member: 1, admin: 2, owner: 3 };

/** @throws AppError `forbidden` when the bearer's role is lower */
export function requireRole(scope: LabScope, role: Role): void {
  if (RANK[scope.role] >= RANK[role]) return;
  throw new AppError("forbidden", `This needs the role "${role}" in the lab; yours is "${scope.role}".`);
}

/** What a key may do inside a verb: `manage` is for settings, the others change nothing there. */
export function roleOfKey(scopes: readonly KeyScope[]): Role {
  return scopes.includes("manage") ? "admin" : "viewer";
}
