import { expect, it } from "vitest";
import { heldRows } from "./prepare-held-rows";

const row = (cellId: number, value = "") => ({ cellId, value });

it("keeps rows where they were while they are held, with what they say now", () => {
  const now = [row(3, "new"), row(1), row(2)];
  expect(heldRows(now, [1, 2, 3])).toEqual({ rows: [row(1), row(2), row(3, "new")], moved: 3 });
  expect(heldRows([row(1), row(3), row(2)], [1, 2, 3])).toEqual({ rows: [row(1), row(2), row(3)], moved: 2 });
  expect(heldRows(now, [3, 1, 2])).toEqual({ rows: now, moved: 0 });
});

it("lets them move when they are not held, and puts new ones behind", () => {
  const now = [row(3), row(1)];
  expect(heldRows(now, null)).toEqual({ rows: now, moved: 0 });
  expect(heldRows(now, [1]).rows).toEqual([row(1), row(3)]);
});
