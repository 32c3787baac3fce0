import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { requestedDomain, type Domain, extendValueDomain, roundStep, tickText, valueTicks } from "./prepare-axis";

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

  it("puts one tick where all values are equal but for noise, and none where there is no domain", () => {
    expect(valueTicks([2.8, 2.8], 6)).toEqual([2.8]);
    expect(valueTicks([2.8, 2.8000000000000003], 6)).toEqual([2.8]); // apart in the 16th digit
    expect(valueTicks([0, 0], 6)).toEqual([0]);
    expect(valueTicks([0, 5e-324], 6)).toEqual([0]); // no step is smaller than the smallest number
    expect(valueTicks([Number.NaN, 1], 6)).toEqual([]);
  });

  it("reads a domain in either direction, and takes a huge one for what can be reckoned with", () => {
    expect(valueTicks([2.5, 2], 5)).toEqual([2, 2.1, 2.2, 2.3, 2.4, 2.5]);
    expect(valueTicks([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY], 4)).toEqual([
      -1e300, -5e299, 0, 5e299, 1e300,
    ]); // 2e300 / 4
    expect(valueTicks([1e-7, 4e-7], 3)).toEqual([1e-7, 2e-7, 3e-7, 4e-7]);
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

  it("gives room to values that differ by noise alone", () => {
    const noisy = [2.8, 2.8000000000000003] as const;
    const domain = extendValueDomain(noisy, null);
    expect(domain).toEqual([2.74, 2.86]); // 2.8 ± 2 % = 2.744 … 2.856; span 0.112 / 6 → step 0.02, halves of it
    expect(extendValueDomain([2.7999999999999994, 2.8], domain)).toBe(domain);
  });

  it("goes to the ends that were zoomed to, and not round", () => {
    expect(requestedDomain([2, 12], { from: 4, to: 4.5 })).toEqual([4, 4.5]);
    expect(requestedDomain([2, 12], { from: null, to: 5 })).toEqual([2, 5]);
    expect(requestedDomain([2, 12], { from: 20, to: null })).toEqual([2, 12]);
    expect(requestedDomain([2, 12], { from: 4, to: 4 })).toEqual([2, 12]);
  });

  it("settles at once, whatever the values are", () => {
    // An axis that another look at the same data moves renders the chart without end.
    const number = fc.double({ noNaN: true });
    const noise = number.map((value): Domain => [value - Math.abs(value) * 1e-16, value + Math.abs(value) * 1e-16]);
    const extent = fc.oneof(
      noise,
      fc.tuple(number, number),
      number.map((value): Domain => [value, value]),
    );
    fc.assert(
      fc.property(extent, extent, (first, second) => {
        const before = extendValueDomain(first, null);
        const domain = extendValueDomain(second, before);
        expect(extendValueDomain(second, domain)).toEqual(domain);
        expect(domain[0]).toBeLessThan(domain[1]);
      }),
      {
        examples: [
          [
            [2.8, 2.8000000000000003],
            [4.199999999999999, 4.2],
          ],
        ],
      },
    );
  });

  it("settles for values without a spread at every voltage a cell can stop at", () => {
    for (let millivolts = 1; millivolts <= 5000; millivolts += 1) {
      const value = millivolts / 1000;
      const extent: Domain = [value * (1 - Number.EPSILON), value * (1 + Number.EPSILON)];
      const domain = extendValueDomain(extent, null);
      expect(extendValueDomain(extent, domain)).toBe(domain);
      expect(valueTicks(domain, 7).length).toBeGreaterThan(1);
    }
  });
});
