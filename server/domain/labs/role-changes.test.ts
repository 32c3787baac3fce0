import { expect, it } from "vitest";
import { ROLES } from "./permissions";
import { mayRemove, rolesToGive, rolesToInvite } from "./role-changes";

it("lets nobody raise their own role", () => {
  for (const role of ROLES) {
    const higher = ROLES.slice(ROLES.indexOf(role) + 1);
    const given = rolesToGive(role, { role, isSelf: true });
    expect(given.filter((one) => higher.includes(one))).toEqual([]);
  }
});

it("lets only owners make, change and remove owners", () => {
  expect(rolesToInvite("owner")).toContain("owner");
  for (const role of ["viewer", "member", "admin"] as const) {
    expect(rolesToInvite(role)).not.toContain("owner");
    expect(rolesToGive(role, { role: "viewer", isSelf: false })).not.toContain("owner");
    expect(rolesToGive(role, { role: "owner", isSelf: false })).toEqual([]);
    expect(mayRemove(role, "owner")).toBe(false);
  }
});

it("lets viewers and members do nothing to others", () => {
  for (const role of ["viewer", "member"] as const) {
    for (const other of ROLES) {
      expect(rolesToGive(role, { role: other, isSelf: false })).toEqual([]);
      expect(mayRemove(role, other)).toBe(false);
    }
  }
  expect(rolesToGive("admin", { role: "admin", isSelf: false })).toEqual(["viewer", "member", "admin"]);
});
