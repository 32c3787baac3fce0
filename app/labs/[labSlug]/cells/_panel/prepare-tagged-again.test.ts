import { expect, it } from "vitest";
import { canBeTaggedAgain } from "./prepare-tagged-again";

const tagged = (tag: string, from: number, to: number) => ({ tag, cycles: { from, to } });

it.each([
  ["formation", tagged("ageing", 3, 9), false], // which holds until now
  ["formation", tagged("ageing", 4, 9), true],
  ["formation", tagged("pulse test", 1, 9), true], // a tag of the lab's own takes nothing from a kind
  ["pulse test", tagged("ageing", 1, 9), true],
])("says whether %s of cycles 1 to 3 is the same beside %j when it is added again", (tag, other, isSame) => {
  expect(canBeTaggedAgain(tagged(tag, 1, 3), [other])).toBe(isSame);
});
