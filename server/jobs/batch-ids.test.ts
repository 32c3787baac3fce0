import { expect, it } from "vitest";
import { z } from "zod";
import { newBatchIds, sharedPart } from "./batch-ids";

it("makes ids that are in order, name their time, and share all but their end", () => {
  const ids = newBatchIds(Date.parse("2026-01-01T00:00:00Z"), 300);
  expect(z.array(z.uuidv7()).safeParse(ids).success).toBe(true);
  expect(new Set(ids).size).toBe(300);
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids.map(sharedPart)).size).toBe(1);
  expect(Number.parseInt(ids[0]?.replace("-", "").slice(0, 12) ?? "", 16)).toBe(Date.parse("2026-01-01T00:00:00Z"));
  expect(sharedPart(newBatchIds(0, 1)[0] ?? "")).not.toBe(sharedPart(newBatchIds(0, 1)[0] ?? ""));
});
