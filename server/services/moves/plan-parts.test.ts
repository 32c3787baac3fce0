import { expect, it } from "vitest";
import { cutTest, groupTests, stretchOf } from "./plan-parts";

const test = (testId: number, samples: number, keptFrom: string | null = null) => ({ testId, samples, keptFrom });
const idsOf = (groups: ReturnType<typeof groupTests>) => groups.map((group) => group.map(({ testId }) => testId));

it("puts tests together up to a number of samples; large ones and those with expired samples stay alone", () => {
  const tests = [test(1, 40), test(2, 60), test(3, 1), test(4, 101), test(5, 9), test(6, 1, "2026-01-01"), test(7, 0)];
  expect(idsOf(groupTests(tests, 100))).toEqual([[1, 2], [3], [4], [5], [6], [7]]);
  expect(groupTests([], 100)).toEqual([]);
});

it("names a part by its tests, and moves no border when later tests come or grow", () => {
  const tests = [test(1, 40), test(2, 60), test(3, 1)];
  const names = (of: typeof tests) => groupTests(of, 100).map((group) => stretchOf(group).name);
  expect(names(tests)).toEqual(["1-2", "3"]);
  expect(names([...tests, test(4, 99), test(5, 7)]).slice(0, 1)).toEqual(["1-2"]);
});

it("cuts a long test at full hours, open at both ends, and where samples are no longer kept at what is kept", () => {
  const hours = [60, 30, 20, 90, 5].map((samples, hour) => ({ hour: `2026-01-01 0${hour}:00:00+00`, samples }));
  const at = (hour: number) => `2026-01-01 0${hour}:00:00+00`;
  // 60 + 30 = 90, + 20 would be 110; 20, + 90 = 110 again; 90 + 5 = 95
  expect(cutTest(test(7, 205), hours, 100)).toEqual([
    { name: "7", tests: [7], from: null, to: at(2) },
    { name: "7.2026010102000000", tests: [7], from: at(2), to: at(3) },
    { name: "7.2026010103000000", tests: [7], from: at(3), to: null },
  ]);
  expect(cutTest(test(7, 5, at(4)), hours.slice(4), 100)).toEqual([
    { name: "7.2026010104000000", tests: [7], from: at(4), to: null },
  ]);
});
