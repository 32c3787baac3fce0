import { expect, it } from "vitest";
import { showsGroup, type ViewedGroups } from "./granted-view";
import { grantedPath } from "./grants";
import { invitationState } from "./invitations";

it("names the path of what a link shows, whatever a cell is called", () => {
  expect(grantedPath({ kind: "cell", name: "A 1?ü" }, "cycles")).toBe("/api/v1/cells/A%201%3F%C3%BC/cycles");
  expect(grantedPath({ kind: "grouping", id: 0 }, "ageing")).toBe("/api/v1/groupings/0/ageing");
});

it("shows the only groups of a view, without those that it hides", () => {
  const view = (only: string[] | null, hidden: string[]): ViewedGroups => ({
    ...{ groupingId: 0, by: null, where: null, metrics: ["dischargeCapacityAh"], x: null, tag: null, rateC: null },
    ...{ only, hidden },
  });
  const shown = (only: string[] | null, hidden: string[]) =>
    ["a", "b"].filter((key) => showsGroup(view(only, hidden), key));
  expect(shown(null, [])).toEqual(["a", "b"]);
  expect(shown(null, ["a"])).toEqual(["b"]);
  expect(shown(["a"], [])).toEqual(["a"]);
  expect(shown(["a"], ["a"])).toEqual([]);
});

it("lets an invitation be used once, in time, by its own address, once that is verified", () => {
  const now = new Date("2026-01-02T00:00:00Z");
  const good = {
    email: "ada@example.org",
    expiresAt: new Date("2026-01-03T00:00:00Z"),
    acceptedAt: null,
    revokedAt: null,
  };
  const ada = { email: "Ada@example.org", emailVerified: true };
  expect(invitationState(good, ada, now)).toBe("good");
  expect(invitationState({ ...good, acceptedAt: now }, ada, now)).toBe("used");
  expect(invitationState({ ...good, revokedAt: now }, ada, now)).toBe("revoked");
  expect(invitationState({ ...good, expiresAt: now }, ada, now)).toBe("expired");
  expect(invitationState(good, { ...ada, email: "bob@example.org" }, now)).toBe("other_address");
  expect(invitationState(good, { ...ada, emailVerified: false }, now)).toBe("unverified");
});
