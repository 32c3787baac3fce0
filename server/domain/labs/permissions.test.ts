import { expect, it } from "vitest";
import { type Action, may, PERMISSIONS, ROLES } from "./permissions";

it("lets each role do what those before it may, and more", () => {
  const allowed = ROLES.map((role) => Object.keys(PERMISSIONS).filter((action) => may(role, action as Action)));
  for (const [index, actions] of allowed.entries()) {
    const before = allowed[index - 1] ?? [];
    expect(actions).toEqual(expect.arrayContaining(before));
    expect(actions.length).toBeGreaterThan(before.length);
  }
  expect(allowed.at(-1)).toEqual(Object.keys(PERMISSIONS));
});

it("keeps from viewers everything that changes the lab", () => {
  expect(Object.keys(PERMISSIONS).filter((action) => may("viewer", action as Action))).toEqual(["read", "leaveLab"]);
});
