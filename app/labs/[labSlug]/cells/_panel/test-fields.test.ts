import { expect, it } from "vitest";
import type { SheetCell } from "@/server/domain/cells/cell-sheet";
import { testChanges, testDrafts, testsBack } from "./test-fields";

const cell = {
  tests: [
    { name: "", cycleOffset: 0, endedAtMs: null },
    { name: "restart", cycleOffset: 50, endedAtMs: Date.UTC(2026, 0, 31) },
    { name: "pulses", cycleOffset: 0, endedAtMs: null },
  ],
} as unknown as SheetCell;

it("undoes what was changed of tests, and nothing else", () => {
  const drafts = testDrafts(cell).map((draft) => {
    if (draft.name === "") return { ...draft, endedAt: "2026-02-01T00:00:00Z" };
    return draft.name === "restart" ? { ...draft, offset: "60", endedAt: "" } : draft;
  });
  const changes = testChanges(cell, drafts) ?? {};
  expect(changes).toEqual({
    "": { endedAt: "2026-02-01T00:00:00Z" },
    restart: { cycleOffset: 60, endedAt: null },
  });
  expect(testsBack(cell, changes)).toEqual({
    "": { endedAt: null },
    restart: { cycleOffset: 50, endedAt: "2026-01-31T00:00:00.000Z" },
  });
  expect(testsBack(cell, {})).toEqual({});
});
