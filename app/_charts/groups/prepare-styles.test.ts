import { expect, it } from "vitest";
import { groupStyle } from "./group-style";
import { stylesOf } from "./prepare-styles";

const group = (key: unknown, colour = 0) => ({ key: JSON.stringify(key), colour });

it("tells the first of two fields by colour and the second by dash", () => {
  const groups = [group(["LFP", 1]), group(["LFP", 2]), group(["NMC", 1]), group(["NMC", 2])];
  const styles = stylesOf(groups, 2);
  expect(styles.map(({ colour }) => colour)).toEqual([
    "var(--group-0)",
    "var(--group-0)",
    "var(--group-1)",
    "var(--group-1)",
  ]);
  expect(styles.map(({ dash }) => dash)).toEqual([null, "7 4", null, "7 4"]);
  expect(styles[1]?.marker).toBe("square");
});

it("leaves groups their own places where one field names them, rules do, or there are too many values", () => {
  expect(stylesOf([group(["LFP"], 3), group({ rule: "Old" }, 5)], 1)).toEqual([groupStyle(3), groupStyle(5)]);
  const many = Array.from({ length: 5 }, (_, index) => group(["LFP", index], index));
  expect(stylesOf(many, 2)).toEqual(many.map(({ colour }) => groupStyle(colour)));
  expect(stylesOf([], 2)).toEqual([]);
});
