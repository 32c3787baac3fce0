import fc from "fast-check";
import { expect, it } from "vitest";
import { NO_INT } from "../../domain/samples/sample-columns";
import { AppError } from "../../errors";
import { seriesBody } from "./ingest-body";
import { readJsonValue } from "./read-json";

const NOW_MS = Date.UTC(2026, 0, 31, 12);
const good = { cell: "A-01", time: [NOW_MS - 1000, NOW_MS], voltage: [3.7, 3.8], current: [-1, -1] };
const read = (body: unknown) => readJsonValue(body, { nowMs: NOW_MS, startedAtUs: null });

function problemsOf(series: unknown, rest: object = {}) {
  try {
    read({ series, ...rest });
  } catch (cause) {
    if (cause instanceof AppError) return cause.problems;
    throw cause;
  }
  throw new Error("the body was taken");
}

const pointersOf = (series: unknown, rest: object = {}) =>
  problemsOf(series, rest).map((problem) => ("pointer" in problem ? problem.pointer : ""));

it("reads lists, and single values for all of a series", () => {
  const full = {
    test: "t",
    temperature: 25,
    cycle: 3,
    step: [1, 2],
    stepCount: null,
    mode: "rest",
    testTime: [0.5, 1.5],
  };
  const { series, samples } = read({ series: [{ ...good, ...full, record: 0 }] });
  expect(samples).toBe(2);
  expect(series.map(({ cell, test }) => [cell, test])).toEqual([["A-01", "t"]]);
  const columns = series[0]?.samples;
  expect([...(columns?.voltageV ?? [])]).toEqual([3.7, 3.8]);
  expect([...(columns?.temperatureC ?? [])]).toEqual([25, 25]);
  expect([...(columns?.cycle ?? [])]).toEqual([3, 3]);
  expect([...(columns?.step ?? [])]).toEqual([1, 2]);
  expect([...(columns?.stepCount ?? [])]).toEqual([NO_INT, NO_INT]);
  expect([...(columns?.mode ?? [])]).toEqual([2, 2]);
  expect([...(columns?.testTimeS ?? [])]).toEqual([0.5, 1.5]);
});

it("brings the parts of one test together, and keeps tests apart", () => {
  const part = (time: number, voltage: number) => ({ ...good, time: [time], voltage: [voltage], current: [1] });
  const { series, samples } = read({
    series: [part(NOW_MS, 3), { ...part(NOW_MS, 9), cell: "B" }, part(NOW_MS - 5, 2), { ...good, test: ["x", null] }],
  });
  expect(samples).toBe(5);
  expect(series.map(({ cell, test, samples: { voltageV } }) => [cell, test, ...voltageV])).toEqual([
    ["A-01", "", 2, 3, 3.8],
    ["B", "", 9],
    ["A-01", "x", 3.7],
  ]);
});

it("takes the start from the series, else the body, else the request", () => {
  const timeless = { cell: "A", voltage: [3], current: [1], testTime: [1] };
  const body = {
    series: [
      { ...timeless, startedAt: 1e12 },
      { ...timeless, cell: "B" },
    ],
    startedAt: 2e12,
  };
  const timesOf = (given: object, startedAtUs: number | null) =>
    readJsonValue(given, { nowMs: 3e12, startedAtUs }).series.map(({ samples }) => samples.timeUs[0]);
  expect(timesOf(body, null)).toEqual([1e15 + 1e6, 2e15 + 1e6]);
  expect(timesOf({ series: [timeless] }, 5e14 + 5e14)).toEqual([1e15 + 1e6]);
});

it("lists what it does not store, as single values or lists", () => {
  expect(read({ series: [{ ...good, power_watt: [1, 2], step_capacity_ah: 0 }] }).ignored).toEqual([
    "power_watt",
    "step_capacity_ah",
  ]);
});

it.each<[string, unknown, string[], object?]>([
  ["no list at all", {}, ["/series"]],
  ["an empty list", [], ["/series"]],
  ["a series that is none", [null, [good]], ["/series/0", "/series/1"]],
  ["rows as well", [good], ["/series"], { samples: [] }],
  ["an unknown name", [{ ...good, volts: [3, 3] }], ["/series/0/volts"]],
  ["a name and its alias", [{ ...good, voltage_volt: [3, 3] }], ["/series/0/voltage_volt"]],
  ["a missing list", [good, { ...good, current: undefined }], ["/series/1/current"]],
  ["no cell", [{ ...good, cell: undefined }], ["/series/0/cell"]],
  ["several cells", [{ ...good, cell: ["A", "B"] }], ["/series/0/cell"]],
  [
    "no samples",
    [{ ...good, time: [], voltage: [], current: [] }],
    ["/series/0/time", "/series/0/voltage", "/series/0/current"],
  ],
  ["lists of two lengths", [{ ...good, current: [1] }], ["/series/0/current"]],
  ["a longer list that is not stored", [{ ...good, power_watt: [1, 2, 3] }], ["/series/0/power_watt"]],
  ["one voltage for all", [{ ...good, voltage: 3 }], ["/series/0/voltage"]],
  ["one time for all", [{ ...good, time: NOW_MS }], ["/series/0/time"]],
  ["a bad value in a list", [{ ...good, step: [1, -1] }], ["/series/0/step/1"]],
  ["a bad value for all, once", [{ ...good, step: -1 }], ["/series/0/step"]],
  ["an object for all", [{ ...good, cycle: { from: 1 } }], ["/series/0/cycle"]],
  ["a list in a list", [{ ...good, cycle: [1, [2]] }], ["/series/0/cycle/1"]],
  ["a time in seconds", [{ ...good, time: [NOW_MS / 1000, NOW_MS] }], ["/series/0/time/0"]],
  ["neither time nor start", [{ ...good, time: undefined, testTime: [1, 2] }], ["/series/0/time"]],
  ["a hole in the times", [{ ...good, time: [NOW_MS, null] }], ["/series/0/time/1"]],
  [
    "a hole in the test times",
    [{ ...good, time: undefined, testTime: [1, null], startedAt: 1e12 }],
    ["/series/0/testTime/1"],
  ],
  ["a bad start", [{ ...good, startedAt: "noon" }], ["/series/0/startedAt"]],
])("refuses %s", (_, series, pointers, rest) => {
  // What is undefined would not be in JSON either.
  expect(pointersOf(JSON.parse(JSON.stringify(series)), rest)).toEqual(pointers);
});

it("names the first hundred faults", () => {
  const many = Array(5000).fill(-1);
  expect(problemsOf([{ ...good, time: many, voltage: many, current: many, step: many }])).toHaveLength(100);
});

const lists = (value: fc.Arbitrary<unknown>) => fc.array(value, { minLength: 1, maxLength: 2 });
const number = fc.constantFrom<unknown>(0, 1, -1, 1.5, 1001, 2 ** 31, null, "1", true, [], {});
const anySeries = fc.record(
  {
    cell: fc.constantFrom<unknown>("A-01", "a/b", 7, null, ["A-01"]),
    time: fc.oneof(lists(fc.constantFrom<unknown>(NOW_MS, 0, "2026-01-31T11:59:00Z", "noon")), number),
    voltage: fc.oneof(lists(number), number),
    current: fc.oneof(lists(number), number),
    temperature: fc.oneof(lists(number), number),
    cycle: fc.oneof(lists(number), number),
    step: fc.oneof(lists(number), number),
    mode: fc.oneof(lists(fc.constantFrom<unknown>("rest", "CC_CHG", "pulse", 0, null)), fc.constantFrom("rest", "EIS")),
    testTime: fc.oneof(lists(number), number),
    record: fc.oneof(lists(number), number),
    test: fc.oneof(lists(fc.constantFrom<unknown>("", "x", null, 0)), fc.constantFrom<unknown>("x", null, "a\u0000")),
    startedAt: fc.constantFrom<unknown>(NOW_MS, "noon", null),
    Voltage: number,
  },
  { requiredKeys: [] },
);

it("takes exactly what the description takes, and points at the same names", () => {
  const names = [
    "cell",
    "time",
    "voltage",
    "current",
    "temperature",
    "cycle",
    "step",
    "mode",
    "testTime",
    "record",
    "test",
  ];
  const strange = fc
    .tuple(anySeries, fc.subarray([...names, "startedAt", "Voltage"], { maxLength: 3 }))
    .map(([any, strangeNames]) => ({
      ...good,
      ...Object.fromEntries(Object.entries(any).filter(([name]) => strangeNames.includes(name))),
    }));
  // What the description cannot say in types: lists of one length.
  const haveOneLength = (series: object) =>
    new Set(Object.values(series).flatMap((value) => (Array.isArray(value) ? [value.length] : []))).size < 2;
  fc.assert(
    fc.property(strange.filter(haveOneLength), (series) => {
      const described = seriesBody.safeParse({ series: [series] });
      if (described.success) {
        expect(read({ series: [series] }).samples).toBe(2);
        return;
      }
      const expected = described.error.issues.map(({ path, code, ...issue }) =>
        code === "unrecognized_keys" && "keys" in issue
          ? `/series/0/${String(issue.keys)}`
          : `/${path.slice(0, 3).join("/")}`,
      );
      const places = pointersOf([series]).map((pointer) => pointer.split("/").slice(0, 4).join("/"));
      // Where a name is wrong, the values under the others are not looked at.
      if (!places.includes("/series/0/Voltage")) expect(new Set(places)).toEqual(new Set(expected));
      else expect(expected).toContain("/series/0/Voltage");
    }),
    { numRuns: 3000 },
  );
});
