import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Domain, extendValueDomain, valueTicks } from "./prepare-axis";
import { instantAxis } from "./prepare-instant-axis";
import { CYCLE_AXIS, DURATION_AXIS, quantityAxis, type XAxis } from "./prepare-x-axis";

const VOLTAGE_AXIS = quantityAxis("Voltage / V");
const CAPACITY_AXIS = quantityAxis("Capacity / Ah");

const HOUR = 3_600;
const DAY = 86_400;

/** The axis as it reads. */
const textOf = (axis: XAxis, domain: Domain, intervals = 6) => {
  const { title, ticks, textOf: text } = axis.prepare(domain, intervals);
  return [title, ...ticks.map(text)].join(" | ");
};

describe("an axis of cycles", () => {
  const ticks = (domain: Domain) => CYCLE_AXIS.prepare(domain, 6).ticks;

  it("puts ticks on integers", () => {
    expect(ticks([0, 3])).toEqual([0, 1, 2, 3]); // never 0.5
    expect(ticks([0, 220])).toEqual([0, 50, 100, 150, 200]);
    expect(ticks([220, 0])).toEqual([0, 50, 100, 150, 200]);
    expect(ticks([7, 7])).toEqual([7]);
    expect(ticks([7.2, 7.4])).toEqual([]); // no cycle in between
    expect(textOf(CYCLE_AXIS, [0, 1000])).toBe("Cycle number | 0 | 200 | 400 | 600 | 800 | 1000");
  });

  it("grows in whole cycles, from 0 where the first is 1", () => {
    const { extend } = CYCLE_AXIS;
    expect(extend([1, 212], null)).toEqual([0, 220]); // step 50, ends on tens
    expect(extend([1, 221], [0, 220])).toEqual([0, 230]);
    expect(extend([1, 1], null)).toEqual([0, 2]); // a lone cycle in the middle
    expect(extend([208, 215], null)).toEqual([208, 215]);
    expect(extend([5, 5], null)).toEqual([4, 6]);
    expect(extend([0, 10], null)).toEqual([-0.4, 10]); // step 2: cycle 0 stands beside the axis
    expect(CYCLE_AXIS.prepare([-0.4, 10], 6).ticks.map(Math.abs)).toEqual([0, 2, 4, 6, 8, 10]);
    expect(extend(null, null)).toEqual([0, 10]);
  });

  it("snaps a drag to cycles inside the axis", () => {
    expect(CYCLE_AXIS.snap(2.4, [0, 10])).toBe(2);
    expect(CYCLE_AXIS.snap(-3, [0.5, 10])).toBe(1);
    expect(CYCLE_AXIS.snap(12, [0, 10.5])).toBe(10);
  });
});

describe("an axis of voltage or capacity", () => {
  it("puts ticks on round numbers with equal decimals", () => {
    expect(textOf(VOLTAGE_AXIS, [2.8, 4.2])).toBe("Voltage / V | 3.0 | 3.5 | 4.0"); // 1.4 / 6 = 0.23 → 0.5
    expect(textOf(CAPACITY_AXIS, [0, 0.0052])).toBe("Capacity / Ah | 0.000 | 0.001 | 0.002 | 0.003 | 0.004 | 0.005");
    expect(textOf(VOLTAGE_AXIS, [2.8, 2.8])).toBe("Voltage / V | 2.8");
  });

  it("snaps a drag to a thousandth of what is shown", () => {
    expect(VOLTAGE_AXIS.snap(3.65432, [2.8, 4.2])).toBe(3.654); // 1.4 / 1000 → steps of 0.002
    expect(VOLTAGE_AXIS.snap(9, [2.8, 4.2])).toBe(4.2);
    expect(VOLTAGE_AXIS.snap(2.8, [2.8, 2.8])).toBe(2.8);
  });
});

describe("an axis of durations", () => {
  it("takes the unit of the span, and steps that a clock has", () => {
    expect(textOf(DURATION_AXIS, [0, 90])).toBe("Time / s | 0 | 15 | 30 | 45 | 60 | 75 | 90");
    expect(textOf(DURATION_AXIS, [0, HOUR])).toBe("Time / min | 0 | 10 | 20 | 30 | 40 | 50 | 60");
    expect(textOf(DURATION_AXIS, [0, 5 * HOUR])).toBe("Time / h | 0 | 1 | 2 | 3 | 4 | 5"); // 50 min → 1 h
    expect(textOf(DURATION_AXIS, [0, 40 * HOUR])).toBe("Time / h | 0 | 12 | 24 | 36"); // 6.7 h → 12 h
    expect(textOf(DURATION_AXIS, [0, 30 * DAY])).toBe("Time / d | 0 | 5 | 10 | 15 | 20 | 25 | 30");
  });

  it("divides seconds decimally, and shows one moment alone", () => {
    expect(textOf(DURATION_AXIS, [0, 1])).toBe("Time / s | 0.0 | 0.2 | 0.4 | 0.6 | 0.8 | 1.0");
    expect(textOf(DURATION_AXIS, [5, 5])).toBe("Time / s | 5");
    expect(textOf(DURATION_AXIS, [150, 0])).toBe("Time / min | 0.0 | 0.5 | 1.0 | 1.5 | 2.0 | 2.5"); // 25 s → 30 s
  });

  it("grows by half a step", () => {
    expect(DURATION_AXIS.extend([0, 95], null)).toEqual([0, 105]); // 15.8 s → 30 s, halves of it
    expect(DURATION_AXIS.extend([3, 3], null)).toEqual([3, 4]); // at least a second
    expect(DURATION_AXIS.extend(null, null)).toEqual([0, HOUR]);
  });
});

describe("an axis of moments", () => {
  const berlin = instantAxis("Europe/Berlin");
  const between = (from: string, to: string): Domain => [Date.parse(from), Date.parse(to)];

  it("is round where the lab's clocks are", () => {
    // 02:10 UTC is 03:10 in Berlin in winter.
    expect(textOf(berlin, between("2026-01-15T02:10:00Z", "2026-01-15T06:00:00Z"))).toBe(
      "Time | 04:00 | 05:00 | 06:00 | 07:00", // 38 min → 1 h
    );
    expect(textOf(berlin, between("2026-01-15T20:00:00Z", "2026-01-16T14:00:00Z"))).toBe(
      "Time | 21:00 | 01-16 | 03:00 | 06:00 | 09:00 | 12:00 | 15:00",
    );
    expect(textOf(berlin, between("2026-01-15T12:00:00Z", "2026-01-15T12:00:02Z"))).toBe(
      "Time | 13:00:00.000 | 13:00:00.500 | 13:00:01.000 | 13:00:01.500 | 13:00:02.000",
    );
  });

  it("keeps to midnight over the day on which clocks are put forward", () => {
    const { ticks } = berlin.prepare(between("2026-03-28T00:00:00Z", "2026-03-31T12:00:00Z"), 4);
    expect(ticks.map((tick) => new Date(tick).toISOString())).toEqual([
      "2026-03-28T23:00:00.000Z", // the 29th has 23 hours
      "2026-03-29T22:00:00.000Z",
      "2026-03-30T22:00:00.000Z",
    ]);
  });

  it("counts weeks from Monday, and months and years from their first day", () => {
    expect(textOf(berlin, between("2026-03-01T00:00:00Z", "2026-03-31T00:00:00Z"))).toBe(
      "Time | 03-02 | 03-09 | 03-16 | 03-23 | 03-30",
    );
    expect(textOf(berlin, between("2026-01-15T00:00:00Z", "2026-06-15T00:00:00Z"))).toBe(
      "Time | 2026-02 | 2026-03 | 2026-04 | 2026-05 | 2026-06",
    );
    expect(textOf(berlin, between("2015-06-01T00:00:00Z", "2026-06-01T00:00:00Z"))).toBe(
      "Time | 2016 | 2018 | 2020 | 2022 | 2024 | 2026",
    );
  });

  it("shows nothing of years that no calendar has", () => {
    expect(berlin.prepare([1e17, 1e18], 6).ticks).toEqual([]);
    expect(berlin.prepare([Number.NaN, 0], 6).ticks).toEqual([]);
  });
});

const AXES: [string, Pick<XAxis, "extend"> & { ticks: (domain: Domain, intervals: number) => number[] }][] = [
  ...Object.entries({
    cycles: CYCLE_AXIS,
    durations: DURATION_AXIS,
    moments: instantAxis("Europe/Berlin"),
    voltage: VOLTAGE_AXIS,
  }).map(([name, { extend, prepare }]): (typeof AXES)[number] => [
    name,
    { extend, ticks: (domain, intervals) => prepare(domain, intervals).ticks },
  ]),
  ["values", { extend: extendValueDomain, ticks: valueTicks }],
];

/** Values that are equal, nearly equal, ordinary, tiny, huge, reversed, or no numbers. */
const extents = fc.oneof(
  fc.double().map((value): Domain => [value, value]),
  fc.double({ noNaN: true }).map((value): Domain => [value, value * (1 + Number.EPSILON)]),
  fc.tuple(fc.double(), fc.double()),
  fc.tuple(fc.double({ min: 0, max: 1e-290 }), fc.double({ min: 0, max: 1e-290 })),
  fc.tuple(fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 0, max: 5_000 })),
  fc.tuple(fc.double({ min: 2.8, max: 4.2, noNaN: true }), fc.double({ min: 2.8, max: 4.2, noNaN: true })),
  fc.tuple(fc.double({ min: 1.7e12, max: 1.8e12, noNaN: true }), fc.double({ min: 1.7e12, max: 1.8e12, noNaN: true })),
);

describe.each(AXES)("any axis of %s", (_name, { extend, ticks }) => {
  it("has few, finite ticks in order, whatever it must show", () => {
    fc.assert(
      fc.property(extents, fc.integer({ min: 1, max: 12 }), (domain, intervals) => {
        const found = ticks(domain, intervals);
        expect(found.length).toBeLessThanOrEqual(intervals + 1);
        expect(found.every(Number.isFinite)).toBe(true);
        expect(found).toEqual([...new Set(found)].sort((left, right) => left - right));
      }),
      { numRuns: 1_000 },
    );
  });

  it("settles at once: what it grew to, it keeps", () => {
    fc.assert(
      fc.property(fc.array(extents, { minLength: 1, maxLength: 5 }), (given) => {
        let domain: Domain | null = null;
        for (const extent of given) {
          domain = extend(extent, domain);
          expect(domain.every(Number.isFinite)).toBe(true);
          expect(domain[0]).toBeLessThanOrEqual(domain[1]);
          expect(extend(extent, domain)).toBe(domain);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
