import { expect, it } from "vitest";
import { carriedTo } from "./use-carried";

it("carries a view along in the query, and what holds a secret behind the # only", () => {
  expect(carriedTo("/sign-in", { nextPath: "/", email: "" })).toBe("/sign-in");
  expect(carriedTo("/sign-in", { nextPath: "/labs/a?metric=b", email: "a@b.org" })).toBe(
    "/sign-in?next=%2Flabs%2Fa%3Fmetric%3Db",
  );
  const url = new URL(carriedTo("/sign-up", { nextPath: "/invitations#token=abc", email: "a@b.org" }), "http://own");
  expect([url.pathname, url.search]).toEqual(["/sign-up", ""]);
  expect(Object.fromEntries(new URLSearchParams(url.hash.slice(1)))).toEqual({
    next: "/invitations#token=abc",
    email: "a@b.org",
  });
});
