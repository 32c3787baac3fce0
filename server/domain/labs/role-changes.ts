import { hasRank, may, ROLES, type Role } from "./permissions";

/** The roles in which somebody of `role` may invite a newcomer. */
export function rolesToInvite(role: Role): Role[] {
  if (!may(role, "manageMembers")) return [];
  return ROLES.filter((given) => given !== "owner" || may(role, "manageOwners"));
}

/** The roles that somebody of `role` may give to a member: nobody raises their own, and only owners touch owners. */
export function rolesToGive(role: Role, member: { role: Role; isSelf: boolean }): Role[] {
  if (member.role === "owner" && !may(role, "manageOwners")) return [];
  return rolesToInvite(role).filter((given) => !member.isSelf || hasRank(role, given));
}

/** Whether somebody of `role` may remove a member of `memberRole`, other than themselves. */
export function mayRemove(role: Role, memberRole: Role): boolean {
  return may(role, "manageMembers") && (memberRole !== "owner" || may(role, "manageOwners"));
}
