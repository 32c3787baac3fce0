import { expect, it } from "vitest";
import { isRefusal, stateToRead } from "./prepare-opening";

it("takes a server that is busy, or fails, not for a link that shows nothing", () => {
  const refused = (["signed_out", "not_found", "unreachable", "other"] as const).filter((kind) =>
    isRefusal({ kind, message: "" }),
  );
  expect(refused).toEqual(["signed_out", "not_found"]);
});

it("reads what changed where somebody sees it, and once where they come back to it", () => {
  expect(stateToRead({ state: undefined, isVisible: true, read: undefined })).toBeNull();
  expect(stateToRead({ state: "b", isVisible: true, read: "a" })).toBe("b");
  expect(stateToRead({ state: "b", isVisible: false, read: "a" })).toBeNull();
  expect(stateToRead({ state: "c", isVisible: true, read: "a" })).toBe("c");
  expect(stateToRead({ state: "c", isVisible: true, read: "c" })).toBeNull();
});
