import { expect, it } from "vitest";
import { conditionTexts, withCondition, withoutCondition, writeComparison } from "./filter-text";

it("tells the conditions of a filter as they were written", () => {
  expect(conditionTexts('cathode = "NMC and more" AND not  stray or a b >= 3 and')).toEqual([
    ['cathode = "NMC and more"', "not  stray"],
    ["a b >= 3"],
  ]);
  expect(conditionTexts("  ")).toEqual([]);
});

it("takes one condition away, and with the last of an alternative the alternative", () => {
  const text = "a = 1 and b = 2 or c = 3";
  expect(withoutCondition(text, 0, 0)).toBe("b = 2 or c = 3");
  expect(withoutCondition(text, 0, 1)).toBe("a = 1 or c = 3");
  expect(withoutCondition(text, 1, 0)).toBe("a = 1 and b = 2");
  expect(withoutCondition("a = 1", 0, 0)).toBe("");
});

it("adds a condition to each alternative", () => {
  expect(withCondition("", "a = 1")).toBe("a = 1");
  expect(withCondition("a = 1 or b = 2", "c = 3")).toBe("a = 1 and c = 3 or b = 2 and c = 3");
});

it("puts into quotes what would mean something else", () => {
  expect(writeComparison("Nominal capacity", ">=", ["3"])).toBe("Nominal capacity >= 3");
  expect(writeComparison("a and b", "=", ["x|y", "LP57", ""])).toBe('"a and b" = "x|y" | LP57 | ""');
  expect(writeComparison("size", "!=", ['5" wafer'])).toBe('size != "5"" wafer"');
});
