import { expect, it } from "vitest";
import { ROLES } from "./permissions";
import { standingOf } from "./standing";

it("lowers an owner to an admin while they lack the second factor that the lab asks for", () => {
  const owner = (requiresTwoFactor: boolean, hasSecondFactor: boolean) =>
    standingOf("owner", { requiresTwoFactor, hasSecondFactor });
  const whole = { role: "owner", owesSecondFactor: false };
  expect(owner(false, false)).toEqual({ ...whole, needsSecondFactor: false });
  expect(owner(false, true)).toEqual({ ...whole, needsSecondFactor: false });
  expect(owner(true, true)).toEqual({ ...whole, needsSecondFactor: true });
  expect(owner(true, false)).toEqual({ role: "admin", needsSecondFactor: true, owesSecondFactor: true });
});

it("asks nothing of the others", () => {
  for (const role of ROLES.filter((one) => one !== "owner")) {
    const standing = standingOf(role, { requiresTwoFactor: true, hasSecondFactor: false });
    expect(standing).toEqual({ role, needsSecondFactor: false, owesSecondFactor: false });
  }
});
