import { expect, it } from "vitest";
import { filterKey, passes, toCycleFilter } from "./cycle-filter";
import { isCycleKind, isFormation, kindByHand, kindByRule, ownTags, readCycleTag, tagsOf } from "./cycle-tags";
import { cycleTag } from "./input-cycle-tags";
import { isNearRate, namedRate } from "./discharge-rates";

it("takes the kind that was given last, and adds a lab's own tags once, in their order", () => {
  const tags = [
    { from: 1, to: 9, tag: "formation" },
    { from: 2, to: 3, tag: "pulse test" },
    { from: 3, to: 3, tag: "check_up" },
    { from: 3, to: 4, tag: "glovebox" },
    { from: 3, to: 3, tag: "pulse test" },
  ];
  expect([1, 3, 4, 10].map((cycle) => kindByHand(tags, cycle))).toEqual(["formation", "check_up", "formation", null]);
  expect(tagsOf("check_up", tags, 3)).toEqual(["check_up", "glovebox", "pulse test"]);
  expect(tagsOf(null, tags, 10)).toEqual([]);
});

it("tells kinds by rule: formation first, then a slow discharge, and a rate that nobody knows is no slow one", () => {
  expect(kindByRule(true, 0.1, 0.1)).toBe("formation");
  expect(kindByRule(false, 0.1, 0.1)).toBe("check_up");
  expect(kindByRule(false, 0.1000001, 0.1)).toBe("ageing");
  expect(kindByRule(false, 0.1 + 1e-16, 0.1)).toBe("check_up"); // 0.3 ÷ 3 is not 0.1 in doubles
  expect(kindByRule(false, Number.NaN, 0.1)).toBe("ageing");
  expect(kindByRule(false, 0.01, null)).toBe("ageing");
});

it.each([
  [" pulse  test ", "pulse  test"],
  ["e\u0301", "é"],
  ["ageing", "ageing"],
])("reads the tag %j", (given, tag) => {
  expect(cycleTag.parse(given)).toBe(tag);
});

it.each(["", " ", "a,b", "x".repeat(65), "a\u0000b", "Formation", "check up", "CHECK-UP"])(
  "refuses the tag %j",
  (given) => {
    expect(cycleTag.safeParse(given).success).toBe(false);
  },
);

it("lets cycles pass that have one of the tags, and the rate within a tenth", () => {
  const cycle = { tags: ["ageing", "pulse test"], dischargeRateC: 0.55 };
  const pass = (tags: string[], rateC: number | null) => {
    const filter = toCycleFilter(tags, rateC);
    return filter === null || passes(filter, cycle);
  };
  expect(pass([], null)).toBe(true);
  expect(pass(["formation", "pulse test"], null)).toBe(true);
  expect(pass(["formation"], null)).toBe(false);
  expect(pass([], 0.5)).toBe(true); // 0.45 … 0.55
  expect(pass(["formation"], 0.5)).toBe(false);
  expect(pass(["ageing"], 0.49)).toBe(false); // 0.441 … 0.539
  expect(isNearRate(0.45, 0.5) && isNearRate(1.1, 1) && !isNearRate(Number.NaN, 1)).toBe(true);
});

it("tells the lab's own tags from the kinds", () => {
  const tags = ["storage", "check_up", "glovebox", "storage"].map((tag) => ({ tag }));
  expect(ownTags(tags)).toEqual(["glovebox", "storage"]);
});

it("reads a tag or says what is wrong with it", () => {
  expect(readCycleTag(" ageing ")).toEqual({ tag: "ageing" });
  expect(readCycleTag("Check-Up")).toEqual({ problem: 'did you mean "check_up"?' });
  expect(readCycleTag("a,b")).toEqual({ problem: expect.stringContaining("without commas") });
  expect(["formation", "Formation", "glovebox"].map(isCycleKind)).toEqual([true, false, false]);
});

it("takes formation by hand before formation by rule", () => {
  const tags = [
    { from: 1, to: 1, tag: "ageing" },
    { from: 3, to: 3, tag: "formation" },
  ];
  const isFormed = (cycle: number) => isFormation(tags, cycle, cycle <= 2);
  expect([1, 2, 3, 4].map(isFormed)).toEqual([false, true, true, false]);
});

it("names rates by the usual one within a tenth, else by two digits", () => {
  expect([0.5, 0.46, 0.34, 0.7].map((rateC) => namedRate(rateC).name)).toEqual(["C/2", "C/2", "C/3", "0.7C"]);
  expect(namedRate(0.7123)).toEqual({ rateC: 0.71, name: "0.71C" });
});

it("knows filters that leave out the same by one key", () => {
  expect(filterKey(toCycleFilter(["b", "a", "b"], 1))).toBe(filterKey(toCycleFilter(["a", "b"], 1)));
  expect(filterKey(toCycleFilter(["a"], null))).not.toBe(filterKey(toCycleFilter(["a"], 1)));
  expect(filterKey(toCycleFilter([], null))).toBe("");
});
