import { expect, it } from "vitest";
import { CLOCK_SCALE, elapsedScale, testTimeScale } from "./time-scale";

it("counts as clocks do, from a moment on, or by the test", () => {
  expect([CLOCK_SCALE.toUnit(5), CLOCK_SCALE.toMs(5)]).toEqual([5, 5]);
  const elapsed = elapsedScale(10_000);
  expect([elapsed.toUnit(12_500), elapsed.toMs(2.5)]).toEqual([2.5, 12_500]);

  // 100 s of test, a pause of 500 s, 100 s more.
  const test = testTimeScale({ atMs: [0, 100_000, 600_000, 700_000], testTimeS: [0, 100, 100, 200] });
  expect([0, 50_000, 100_000, 300_000, 600_000, 650_000, 700_000].map(test.toUnit)).toEqual([
    0, 50, 100, 100, 100, 150, 200,
  ]);
  expect([0, 50, 150, 200].map(test.toMs)).toEqual([0, 50_000, 650_000, 700_000]);
  // Beyond what is known it goes with the clock: samples arrive before their runs are asked for again.
  expect([test.toUnit(710_000), test.toUnit(-10_000), test.toMs(210), test.toMs(-10)]).toEqual([
    210, -10, 710_000, -10_000,
  ]);
});

it("stands at a lone moment", () => {
  const lone = testTimeScale({ atMs: [1000], testTimeS: [7] });
  expect([lone.toUnit(1000), lone.toUnit(2000), lone.toMs(8)]).toEqual([7, 8, 2000]);
});
