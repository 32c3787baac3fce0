import { describe, expect, it } from "vitest";
import { safeNextPath } from "./safe-next-path";

describe("where to go after signing in", () => {
  it("is a path on this host, with its query", () => {
    expect(safeNextPath("/labs/bench/groups?metric=chargeCapacityAh#top")).toBe(
      "/labs/bench/groups?metric=chargeCapacityAh#top",
    );
  });

  it.each([
    undefined,
    "",
    "labs/bench",
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "/\t/evil.example/",
    "/.//evil.example/",
    "javascript:alert(1)",
    "http://[",
  ])("is home for %j", (next) => {
    expect(safeNextPath(next)).toBe("/");
  });
});
