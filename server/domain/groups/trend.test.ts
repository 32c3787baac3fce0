import { describe, expect, it } from "vitest";
import { changePer100 } from "./trend";

const cycles = Array.from({ length: 51 }, (_, index) => index + 1);

describe("the trend of a group", () => {
  it("gives the change over 100 cycles relative to where the line begins", () => {
    // 5 Ah at cycle 1, 0.01 Ah less each cycle: −1 Ah in 100 cycles of 5 Ah = −20 %
    expect(
      changePer100(
        cycles,
        cycles.map((cycle) => 5 - 0.01 * (cycle - 1)),
      ),
    ).toBeCloseTo(-0.2, 12);
    expect(
      changePer100(
        cycles,
        cycles.map(() => 5),
      ),
    ).toBe(0);
  });

  it("gives none for a handful of cycles, or from zero", () => {
    expect(changePer100(cycles.slice(0, 9), cycles.slice(0, 9))).toBeNull();
    expect(
      changePer100(
        cycles,
        cycles.map(() => 0),
      ),
    ).toBeNull();
  });
});
