import { expect, it } from "vitest";
import { optionChanges, readOptions } from "./option-changes";

it.each([
  [["A", "B"], "A\nB\nC", {}],
  [["A", "B"], "A\n Bee ", { B: "Bee" }],
  [["A", "B"], "B\nA", {}],
  [["A", "B"], "A", {}],
  [["A", "B"], "C\nA", {}], // moved and another one: ambiguous
])("of %j to %j renames %j", (before, text, renamedOptions) => {
  expect(optionChanges(before, readOptions(text))).toEqual({ options: readOptions(text), renamedOptions });
});
