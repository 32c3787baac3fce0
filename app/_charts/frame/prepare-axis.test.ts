import { describe, expect, it } from "vitest";
import { cycleTicks, extendCycleDomain, extendValueDomain, roundStep, tickText, valueTicks } from "./prepare-axis";

describe("round steps and ticks", () => {
  it("chooses 1, 2 or 5 times a power of ten", () => {
    expect(roundStep(212, 6)).toBe(50); // 35.3 → 50
    expect(roundStep(6, 6)).toBe(1);
    expect(roundStep(0.9, 6)).toBe(0.2); // 0.15 → 0.2
    expect(roundStep(10, 6)).toBe(2); // 1.67 → 2
  });

  it("puts ticks on round numbers, without the noise of binary fractions", () => {
    expect(valueTicks([2, 2.5], 5)).toEqual([2, 2.1, 2.2, 2.3, 2.4, 2.5]);
    expect(valueTicks([-0.15, 0.25], 4)).toEqual([-0.1, 0, 0.1, 0.2]);
  });

  it("puts ticks of cycles on integers", () => {
    expect(cycleTicks([0, 3], 6)).toEqual([0, 1, 2, 3]); // never 0.5
    expect(cycleTicks([0, 220], 6)).toEqual([0, 50, 100, 150, 200]);
  });

  it("gives all ticks of an axis the same decimals", () => {
    const ticks = [2, 2.5, 3];
    expect(ticks.map((tick) => tickText(tick, ticks))).toEqual(["2.0", "2.5", "3.0"]);
    expect(tickText(-20, [-20, 0])).toBe("−20");
    expect(tickText(7, [7])).toBe("7");
  });
});

describe("axes that grow by round steps only", () => {
  it("leaves the axis alone while the data lies within", () => {
    const before = extendValueDomain([2.13, 11.7], null);
    expect(before).toEqual([2, 12]); // span 9.57 / 6 = 1.6 → step 2, ends on whole numbers
    expect(extendValueDomain([2.0, 11.99], before)).toBe(before);
  });

  it("grows to the next round number, and never shrinks", () => {
    expect(extendValueDomain([2.13, 12.2], [2, 12])).toEqual([2, 13]); // span 10.2 → step 2, halves of it
    expect(extendValueDomain([5, 6], [2, 12])).toEqual([2, 12]);
  });

  it("gives room to a single value, and an axis to no data", () => {
    expect(extendValueDomain([3, 3], null)).toEqual([2.94, 3.06]); // ± 2 %
    expect(extendValueDomain([0, 0], null)).toEqual([-0.5, 0.5]);
    expect(extendValueDomain(null, null)).toEqual([0, 1]);
    expect(extendValueDomain(null, [2, 12])).toEqual([2, 12]);
  });

  it("does the same for cycles, in whole cycles", () => {
    expect(extendCycleDomain([1, 212], null)).toEqual([0, 220]); // step 50, ends on tens
    expect(extendCycleDomain([1, 221], [0, 220])).toEqual([0, 230]);
    expect(extendCycleDomain([1, 1], null)).toEqual([0, 1]);
    expect(extendCycleDomain([208, 215], null)).toEqual([208, 215]);
    expect(extendCycleDomain(null, null)).toEqual([0, 10]);
  });
});
