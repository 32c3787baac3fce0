import type { Role } from "./permissions";

/** How somebody stands in a lab. */
export type Standing = {
  /** The role in which they act. */
  role: Role;
  /** Whether the lab asks a second factor of them. */
  needsSecondFactor: boolean;
  /** Whether they lack it. */
  owesSecondFactor: boolean;
};

/**
 * A lab may ask its owners for a second factor. Until an owner has one they act as an admin: they go on reading and working, and cannot
 * do what only owners may, the end of this very demand included.
 */
export function standingOf(
  role: Role,
  { requiresTwoFactor, hasSecondFactor }: { requiresTwoFactor: boolean; hasSecondFactor: boolean },
): Standing {
  const needsSecondFactor = role === "owner" && requiresTwoFactor;
  const owesSecondFactor = needsSecondFactor && !hasSecondFactor;
  return { role: owesSecondFactor ? "admin" : role, needsSecondFactor, owesSecondFactor };
}
