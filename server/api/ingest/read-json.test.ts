import fc from "fast-check";
import { expect, it } from "vitest";
import { NO_INT } from "../../domain/samples/sample-columns";
import { AppError } from "../../errors";
import { rowsBody } from "./ingest-body";
import { readJsonValue } from "./read-json";

const NOW_MS = Date.UTC(2026, 0, 31, 12);
const row = { cell: "A-01", time: NOW_MS, voltage: 3.7, current: -1 };
const read = (body: unknown) => readJsonValue(body, { nowMs: NOW_MS, startedAtUs: null });

function refusalOf(body: unknown): AppError {
  try {
    read(body);
  } catch (cause) {
    if (cause instanceof AppError) return cause;
    throw cause;
  }
  throw new Error("the body was taken");
}

const pointersOf = ({ problems }: AppError) => problems.map((problem) => ("pointer" in problem ? problem.pointer : ""));

it("sorts rows by cell and test, each by time, and counts records among equal times", () => {
  const { series, samples } = read({
    samples: [
      { ...row, time: NOW_MS - 1000, voltage: 2 },
      { ...row, cell: "B" },
      { ...row, time: NOW_MS - 2000, voltage: 1 },
      { ...row, time: NOW_MS - 1000, voltage: 3, record: null },
      { ...row, test: "formation", record: 7 },
    ],
  });
  expect(samples).toBe(5);
  expect(series.map(({ cell, test }) => [cell, test])).toEqual([
    ["A-01", ""],
    ["B", ""],
    ["A-01", "formation"],
  ]);
  expect([...(series[0]?.samples.voltageV ?? [])]).toEqual([1, 2, 3]);
  expect([...(series[0]?.samples.record ?? [])]).toEqual([0, 0, 1]);
  expect([...(series[2]?.samples.record ?? [])]).toEqual([7]);
});

it("fills every column, and leaves missing ones missing", () => {
  const full = { temperature: 25, cycle: 3, step: 2, stepCount: 9, mode: "rest", testTime: 12.5, record: 1, test: "t" };
  const { series } = read({ samples: [{ ...row, ...full }, row] });
  const [first, second] = series.map(({ samples }) => samples);
  expect([first?.temperatureC[0], first?.testTimeS[0], first?.record[0]]).toEqual([25, 12.5, 1]);
  expect([first?.cycle[0], first?.step[0], first?.stepCount[0], first?.mode[0]]).toEqual([3, 2, 9, 2]);
  expect(second?.temperatureC[0]).toBeNaN();
  expect(second?.testTimeS[0]).toBeNaN();
  expect([second?.cycle[0], second?.step[0], second?.stepCount[0], second?.mode[0]]).toEqual(Array(4).fill(NO_INT));
});

it("takes the time from startedAt and testTime where it is missing", () => {
  const startedAt = "2026-01-31T11:00:00.000001Z";
  const samples = [
    { ...row, time: undefined, testTime: 0.0000005 },
    { ...row, time: undefined, testTime: 60 },
    { ...row, testTime: 5 }, // its own time counts
  ];
  const { series } = read({ samples, startedAt });
  const startUs = (NOW_MS - 3_600_000) * 1000 + 1;
  expect([...(series[0]?.samples.timeUs ?? [])]).toEqual([startUs + 1, startUs + 60e6, NOW_MS * 1000]);
});

it("counts a cycle that is no number of a cycle as missing, with a warning on its cell", () => {
  const samples = [1.5, -1, 2 ** 31, 7].map((cycle, index) => ({ ...row, time: NOW_MS + index, cycle }));
  const { series, cells } = read({ samples, cells: { "A-01": { nominalCapacityAh: 3 } } });
  expect([...(series[0]?.samples.cycle ?? [])]).toEqual([NO_INT, NO_INT, NO_INT, 7]);
  expect(cells["A-01"]).toEqual({ nominalCapacityAh: 3, warnings: [expect.stringContaining("counts as missing")] });
});

it.each([
  ["no voltage", { ...row, voltage: undefined }, ["/samples/0/voltage"]],
  ["text for a number", { ...row, voltage: "3.7" }, ["/samples/0/voltage"]],
  ["an infinite number", { ...row, current: Number.POSITIVE_INFINITY }, ["/samples/0/current"]],
  ["an infinite cycle", { ...row, cycle: Number.POSITIVE_INFINITY }, ["/samples/0/cycle"]],
  ["too high a voltage", { ...row, voltage: 1000.1 }, ["/samples/0/voltage"]],
  ["too high a current", { ...row, current: -10_000.1 }, ["/samples/0/current"]],
  ["a time before 1990", { ...row, time: "1989-12-31T23:59:59.999999Z" }, ["/samples/0/time"]],
  ["a time too far ahead", { ...row, time: NOW_MS + 600_001 }, ["/samples/0/time"]],
  ["a time without offset", { ...row, time: "2026-01-31T12:00:00" }, ["/samples/0/time"]],
  ["no time", { ...row, time: undefined }, ["/samples/0/time"]],
  ["an unknown name", { ...row, volts: 3.7 }, ["/samples/0/volts"]],
  ["a name and its alias", { ...row, voltage_volt: 3.7 }, ["/samples/0/voltage_volt"]],
  ["two aliases of one name", { ...row, step_id: 1, step_index: 1 }, ["/samples/0/step_index"]],
  ["an object where a value belongs that is not stored", { ...row, power_watt: {} }, ["/samples/0/power_watt"]],
  ["the name of a prototype", { ...row, constructor: 1 }, ["/samples/0/constructor"]],
  [
    "the prototype",
    JSON.parse(`{"__proto__":{},"cell":"A","time":${NOW_MS},"voltage":3,"current":1}`),
    ["/samples/0/__proto__"],
  ],
  ["an unknown mode", { ...row, mode: "pulse" }, ["/samples/0/mode"]],
  ["half a step", { ...row, step: 1.5 }, ["/samples/0/step"]],
  ["a negative record", { ...row, record: -1 }, ["/samples/0/record"]],
  ["a bad cell name", { ...row, cell: "a/b" }, ["/samples/0/cell"]],
  ["a row that is none", [row], ["/samples/0"]],
  ["a row that is null", null, ["/samples/0"]],
  [
    "several faults",
    { cell: "..", time: 0, voltage: null, current: 1 },
    ["/samples/0/cell", "/samples/0/time", "/samples/0/voltage"],
  ],
])("refuses %s", (_, sample, pointers) => {
  const error = refusalOf({ samples: [sample] });
  expect(error.kind).toBe("invalid_input");
  expect(pointersOf(error).sort()).toEqual(pointers);
});

it("reads BDF's names in BDF's units, and lists those that are not stored", () => {
  const bdf = {
    cell: "A-01",
    unix_time_second: NOW_MS / 1000 - 0.000001,
    voltage_volt: 3.7,
    "Current / A": -1,
    ambient_temperature_celsius: 25,
    cycle_count: 3,
    step_index: 2,
    step_count: 9,
    step_type: "CCCV_DChg",
    test_time_second: 12.5,
    power_watt: -3.7,
    "Charging Capacity / Ah": null,
  };
  const millis = {
    cell: "B",
    unix_time_ms: NOW_MS - 1,
    voltage_v: 3,
    current_a: 1,
    test_time_ms: 12_500,
    step_type: "EIS",
  };
  const { series, ignored } = read({ samples: [bdf, bdf, millis] });
  const own = read({
    samples: [
      ...Array(2).fill({
        ...row,
        time: NOW_MS - 0.001,
        temperature: 25,
        cycle: 3,
        step: 2,
        stepCount: 9,
        mode: "discharge",
        testTime: 12.5,
      }),
      { ...row, cell: "B", time: NOW_MS - 1, voltage: 3, current: 1, testTime: 12.5, mode: "other" },
    ],
  });
  expect(series).toEqual(own.series);
  expect(ignored).toEqual(["power_watt", "Charging Capacity / Ah"]);
  expect(own.ignored).toEqual([]);
});

it.each([
  ["seconds", "time", NOW_MS / 1000, "looks like seconds; send milliseconds or ISO 8601"],
  ["microseconds", "time", NOW_MS * 1000, "looks like microseconds; send milliseconds or ISO 8601"],
  ["nanoseconds", "time", NOW_MS * 1e6, "looks like nanoseconds; send milliseconds or ISO 8601"],
  ["milliseconds", "unix_time_second", NOW_MS, "looks like milliseconds; this name means seconds"],
  ["1970", "time", 0, "expected a time after 1989"],
  ["9999", "time", "9999-12-31T00:00:00Z", "lies over 10 minutes ahead"],
  ["9999 as a number", "time", Date.UTC(9999, 11, 31), "lies over 10 minutes ahead"],
  ["local time", "time", "2026-01-31T12:00:00", "has no offset from UTC"],
  ["a number as text", "time", String(NOW_MS), "expected ISO 8601 with an offset, or Unix milliseconds"],
  ["a text of seconds", "unix_time_second", "2026-01-31T12:00:00Z", "expected Unix time in seconds"],
])("says what is wrong with %s as a time", (_, name, time, message) => {
  const { time: __, ...timeless } = row;
  expect(refusalOf({ samples: [{ ...timeless, [name]: time }] }).problems).toEqual([
    { pointer: `/samples/0/${name}`, message: expect.stringContaining(message) },
  ]);
});

it("reads rows of several senders, whose names differ in kind and order", () => {
  const { time, voltage, current, cell } = row;
  const shapes = [row, { current, voltage, cell, time }, { ...row, cycle: 1 }, { ...row, power_watt: 1 }];
  const samples = Array.from({ length: 400 }, (_, index) => ({
    ...shapes[index % shapes.length],
    time: time - 1000 + index,
  }));
  const { series, ignored } = read({ samples });
  expect(ignored).toEqual(["power_watt"]);
  expect([...(series[0]?.samples.cycle ?? [])].filter((cycle) => cycle === 1)).toHaveLength(100);
  expect(new Set(series[0]?.samples.voltageV)).toEqual(new Set([3.7]));
});

it.each([
  ["a cell", { __proto__: { nominalCapacityAh: 1 } }, "/cells/__proto__"],
  ["a field", { A: { metadata: { __proto__: 1 } } }, "/cells/A/metadata/__proto__"],
])("refuses to lose what is said of %s by a name that is lost", (_, __, pointer) => {
  const path = pointer.split("/").slice(2);
  const cells = path.reduceRight<string>(
    (value, name) => `{${JSON.stringify(name)}:${value}}`,
    path.length > 1 ? "1" : "{}",
  );
  const body = JSON.parse(`{"cells":${cells}}`);
  expect(pointersOf(refusalOf({ ...body, samples: [row] }))).toEqual([pointer]);
});

it("names the first hundred faults and refuses the batch for one", () => {
  expect(pointersOf(refusalOf({ samples: [row, { ...row, step: -1 }, row] }))).toEqual(["/samples/1/step"]);
  expect(refusalOf({ samples: Array(5000).fill({ ...row, step: -1 }) }).problems).toHaveLength(100);
});

it.each([
  ["too many samples", { samples: Array(50_001).fill(row) }],
  ["too many cells", { samples: Array.from({ length: 1001 }, (_, index) => ({ ...row, cell: `c${index}` })) }],
])("answers too_large to %s", (_, body) => {
  expect(refusalOf(body).kind).toBe("too_large");
});

const anyTime = fc.oneof(
  fc.constant(NOW_MS),
  fc.constant("2026-01-31T11:59:00.1234567+01:00"),
  fc.constant("2026-01-31"),
  fc.integer({ min: 0, max: NOW_MS }),
  fc.constant(null),
  fc.boolean(),
);
const anyNumber = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(0, -0, 1, 1000, -1000, 1000.5, 10_000, 2 ** 31 - 1, 2 ** 31, -1, 1.5, Number.POSITIVE_INFINITY),
  fc.constantFrom(null, undefined, "1", true, [], {}),
);
const anyName = fc.oneof(fc.string(), fc.constantFrom("A-01", " A-01", "", ".", "a/b", "a\u0000", null, 7));
const goodRow = fc.record({
  cell: fc.constant("A-01"),
  time: fc.constant(NOW_MS),
  voltage: fc.constant(3),
  current: fc.constant(1),
});
const anyRow = fc.record(
  {
    cell: anyName,
    time: anyTime,
    voltage: anyNumber,
    current: anyNumber,
    temperature: anyNumber,
    cycle: anyNumber,
    step: anyNumber,
    stepCount: anyNumber,
    mode: fc.constantFrom("charge", "discharge", "rest", "other", "pause", "", null, 0),
    testTime: anyNumber,
    record: anyNumber,
    test: anyName,
    Voltage: anyNumber,
  },
  { requiredKeys: [] },
);

it("takes exactly what the description takes, and points at the same places", () => {
  // A good row with a few fields made strange, so that single faults are met as often as many.
  const strange = fc
    .tuple(
      goodRow,
      anyRow,
      fc.subarray([
        "cell",
        "time",
        "voltage",
        "current",
        "temperature",
        "cycle",
        "step",
        "stepCount",
        "mode",
        "testTime",
        "record",
        "test",
        "Voltage",
      ]),
    )
    .map(([good, any, names]) => ({
      ...good,
      ...Object.fromEntries(Object.entries(any).filter(([name]) => names.includes(name))),
    }));
  fc.assert(
    fc.property(fc.array(strange, { minLength: 1, maxLength: 3 }), (samples) => {
      const described = rowsBody.safeParse({ samples });
      const hasNoTime = samples.some(({ time }) => time === null || time === undefined);
      const expected = new Set((described.error?.issues ?? []).map(({ path }) => `/${path.slice(0, 2).join("/")}`));
      samples.forEach(({ time }, index) => {
        if (time === null || time === undefined) expected.add(`/samples/${index}`);
      });
      if (described.success && !hasNoTime) {
        expect(read({ samples }).samples).toBe(samples.length);
      } else {
        const places = pointersOf(refusalOf({ samples })).map((pointer) => pointer.split("/").slice(0, 3).join("/"));
        expect(new Set(places)).toEqual(expected);
      }
    }),
    { numRuns: 2000 },
  );
});
