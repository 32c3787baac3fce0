import { expect, it } from "vitest";
import { faultsOf } from "./abuse";

it("finds answers that are not documented, and bounds that were not met", () => {
  const abuse = { mayAnswer: [200, 429, "closed"], mustAnswer: [429] } as const;
  expect(faultsOf(abuse, { 200: 3, 429: 1, closed: 2 })).toEqual([]);
  expect(faultsOf(abuse, { 200: 3, 500: 2, open: 1 })).toEqual(["2 × 500", "1 × open", "nothing was answered 429"]);
  expect(faultsOf({ mayAnswer: [200] }, {})).toEqual([]);
});
