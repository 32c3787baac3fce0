import { expect, it } from "vitest";
import { Allowance } from "./ingest-rates";

it("lets a burst through, then the rate, and makes whoever overdrew wait", () => {
  const allowance = new Allowance(100, 0); // 100 a second, 1,000 at once
  allowance.spend(999, 0);
  expect(allowance.waitS(0)).toBe(0);
  allowance.spend(201, 0); // 200 too many
  expect(allowance.waitS(0)).toBeCloseTo(2.01, 10);
  expect(allowance.waitS(1000)).toBeCloseTo(1.01, 10);
  expect(allowance.waitS(2010)).toBe(0);
  expect(allowance.isFull(2010)).toBe(false);
  expect(allowance.isFull(20_000)).toBe(true);
  allowance.spend(1000, 1e6); // a pause gives no more than the burst
  expect(allowance.waitS(1e6)).toBeGreaterThan(0);
});

it("does not mind a clock that was set back", () => {
  const allowance = new Allowance(100, 10_000);
  allowance.spend(1000, 10_000);
  expect(allowance.waitS(0)).toBeCloseTo(0.01, 10);
});
