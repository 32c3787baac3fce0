export const ROLES = ["viewer", "member", "admin", "owner"] as const;
/** What a member is in a lab; each role may do what those before it may. */
export type Role = (typeof ROLES)[number];

type Permission = { from: Role; does: string };

/**
 * What may be done in a lab, and the lowest role that may: the one table from which the pages, the checks of the services and their tests
 * are made.
 */
export const PERMISSIONS = {
  read: { from: "viewer", does: "See cells, groups, charts and settings" },
  leaveLab: { from: "viewer", does: "Leave the lab" },
  editCells: { from: "member", does: "Make and rename cells, change their settings and metadata" },
  exclude: { from: "member", does: "Exclude cells and cycles from statistics, tag cycles and annotate, with a reason" },
  saveViews: { from: "member", does: "Save, rename and remove views" },
  imports: { from: "member", does: "Import cyclers' files, undo imports, save how columns are meant" },
  deleteData: { from: "admin", does: "Delete, merge and move cells, tests and time ranges" },
  editFields: { from: "admin", does: "Make, rename, order and remove metadata fields" },
  editGroupings: { from: "admin", does: "Make, change, order and remove groupings" },
  manageKeys: { from: "admin", does: "Make and revoke API keys and links to data" },
  manageMembers: { from: "admin", does: "Invite and remove members, and change their roles below owner" },
  editLab: { from: "admin", does: "Change the lab's name, time zone and settings" },
  exportLab: { from: "admin", does: "Export the whole lab" },
  readAudit: { from: "admin", does: "Read who changed what" },
  manageOwners: { from: "owner", does: "Make and unmake owners, transfer the lab" },
  deleteLab: { from: "owner", does: "Delete the lab with everything in it" },
} as const satisfies Record<string, Permission>;
export type Action = keyof typeof PERMISSIONS;

/** Whether a role is the other one, or more than that. */
export function hasRank(role: Role, least: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(least);
}

/** Whether a role may do that. */
export function may(role: Role, action: Action): boolean {
  return hasRank(role, PERMISSIONS[action].from);
}
