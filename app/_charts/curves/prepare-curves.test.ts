import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { extendValueDomain, tickText, valueTicks } from "../frame/prepare-axis";
import { linePath } from "../frame/prepare-line";
import { contrast } from "../groups/style/colour-vision";
import { GROUNDS } from "../groups/style/group-style";
import {
  curveText,
  familyExtent,
  FAMILY_KINDS,
  FAMILY_MODES,
  nearestPoint,
  prepareFamily,
  preparePeers,
  type LoadedCurve,
} from "./prepare-curves";
import { viridis } from "./viridis";

const loadedCurve = (cycle: number, given: Partial<LoadedCurve> = {}): LoadedCurve => ({
  cycle,
  test: "",
  mode: "discharge",
  x: [0, 1, 2],
  y: [4, 3.6, 3],
  note: null,
  ...given,
});
/** A pixel a tenth, y upwards from 100. */
const projection = { plot: { x: 0, y: 0, width: 100, height: 100 }, x: [0, 10], y: [0, 10] } as const;

describe("families of curves", () => {
  it("places each cycle between the first and the last", () => {
    const { curves, cycles } = prepareFamily([loadedCurve(1), loadedCurve(26), loadedCurve(101)], "vq", "discharge");
    expect(cycles).toEqual([1, 101]);
    expect(curves.map(({ share }) => share)).toEqual([0, 0.25, 1]);
    expect(prepareFamily([loadedCurve(7)], "vq", "discharge").curves[0]?.share).toBe(0);
  });

  it("shows a coin cell in mAh", () => {
    const { x, curves } = prepareFamily([loadedCurve(1, { x: [0, 0.004], y: [4, 3] })], "vq", "discharge");
    expect([x.unit, curves[0]?.x[1]]).toEqual(["mAh", 4]);
    const dqdv = prepareFamily([loadedCurve(1, { x: [3, 4], y: [0.01, 0.02] })], "dqdv", "discharge");
    expect([dqdv.y.unit, dqdv.curves[0]?.y[1]]).toEqual(["mAh/V", 20]);
  });

  it("draws dQ/dV of the discharge below zero beside the charge, and tells its size", () => {
    const family = prepareFamily([loadedCurve(1, { mode: "charge" }), loadedCurve(1)], "dqdv", "both");
    expect(family.curves.map(({ y }) => Math.sign(y[0] ?? 0))).toEqual([1, -1]);
    const [, discharge] = family.curves;
    if (!discharge) throw new Error("two curves");
    expect(curveText({ curve: discharge, index: 0, x: 0, y: 0 }, family)).toEqual({
      title: "Cycle 1, discharge",
      rows: [
        { label: "Voltage", value: "0.000 V" },
        { label: "dQ/dV", value: "4.000 Ah/V" },
      ],
    });
    expect(prepareFamily([loadedCurve(1)], "dqdv", "discharge").curves[0]?.y[0]).toBe(4);
  });

  it("says once what was left out, with the cycles that it is said of", () => {
    const gone = { x: [], y: [], note: "The raw samples of this cycle are no longer kept." };
    const { curves, notes } = prepareFamily(
      [loadedCurve(1, gone), loadedCurve(2, gone), loadedCurve(3)],
      "vq",
      "discharge",
    );
    expect(curves.map(({ cycle }) => cycle)).toEqual([3]);
    expect(notes).toEqual([{ note: gone.note, cycles: [1, 2] }]);
  });

  it("puts other cells behind in its own unit, the middle one above them, each by its name", () => {
    const family = prepareFamily([loadedCurve(1, { x: [0, 2], y: [4, 3] })], "vq", "discharge");
    const coin = loadedCurve(1, { x: [0, 0.004], y: [4, 3] }); // alone it would be told in mAh
    const peers = preparePeers(
      family,
      [
        { cell: "B", isMiddle: true, curves: [loadedCurve(1)] },
        { cell: "A", isMiddle: false, curves: [coin, loadedCurve(1, { x: [], y: [], note: "no longer kept" })] },
      ],
      { kind: "vq", mode: "discharge" },
    );
    expect(peers.map(({ peer, x }) => [peer?.cell, [...x]])).toEqual([
      ["A", [0, 0.004]],
      ["B", [0, 1, 2]],
    ]);
    const [first] = peers;
    if (!first) throw new Error("two peers");
    expect(curveText({ curve: first, index: 1, x: 0, y: 0 }, family).title).toBe("A, cycle 1, discharge");
  });

  it("leaves the far ends of dV/dQ out of the axis", () => {
    // 100 values 1…100 and two that run away: 3 % of 102 are three on either side.
    const y = Float64Array.from([...Array.from({ length: 100 }, (_, index) => index + 1), 1e6, -1e6]);
    const curves = [{ x: y.map((_, index) => index), y }];
    expect(familyExtent(curves, "dvdq").y).toEqual([3, 98]);
    expect(familyExtent(curves, "vq").y).toEqual([-1e6, 1e6]);
  });

  it("finds the nearest point that is on the axes", () => {
    const { curves } = prepareFamily(
      [loadedCurve(1), loadedCurve(2, { y: [9, 8, 70] }), loadedCurve(3, { y: [Number.NaN, 10.5, 1] })],
      "vq",
      "discharge",
    );
    expect(nearestPoint(curves, { x: 11, y: 62 }, projection)).toMatchObject({
      curve: { cycle: 1 },
      index: 1,
      x: 10,
      y: 64,
    });
    expect(nearestPoint(curves, { x: 12, y: 0 }, projection)).toMatchObject({ curve: { cycle: 2 }, index: 0 });
    expect(nearestPoint([], { x: 20, y: 0 }, projection)).toBeNull();
  });
});

it("has a colour for every cycle that stands out 3 : 1 in either scheme", () => {
  for (const scheme of ["light", "dark"] as const) {
    for (let share = 0; share <= 1; share += 1 / 64) {
      expect(contrast(viridis(share, scheme), GROUNDS[scheme]), `${share} in ${scheme}`).toBeGreaterThanOrEqual(3);
    }
  }
  expect([viridis(0, "light"), viridis(1, "dark")]).toEqual(["#440154", "#fde725"]); // the ends of the scale
  expect(viridis(-1, "light")).toBe(viridis(0, "light"));
});

it("draws any curves: no empty axis, no label twice, no number that is none", () => {
  const number = fc.oneof(
    fc.constantFrom(0, 2.8, -1e300, 1e300, 5e-324, Number.NaN, Number.NEGATIVE_INFINITY),
    fc.double(),
    fc.double({ min: 2.5, max: 4.2, noNaN: true }),
  );
  const curve = fc.record({
    cycle: fc.integer({ min: -5, max: 2000 }),
    mode: fc.constantFrom("charge" as const, "discharge" as const, null),
    points: fc.array(fc.tuple(number, number), { maxLength: 30 }),
  });
  fc.assert(
    fc.property(
      fc.array(curve, { maxLength: 8 }),
      fc.constantFrom(...FAMILY_KINDS),
      fc.constantFrom(...FAMILY_MODES),
      (given, kind, mode) => {
        const family = prepareFamily(
          given.map(({ points, ...one }) => ({
            ...loadedCurve(one.cycle),
            ...one,
            x: points.map(([x]) => x),
            y: points.map(([, y]) => y),
          })),
          kind,
          mode,
        );
        const extent = familyExtent(family.curves, kind);
        const domains = { x: extendValueDomain(extent.x, null), y: extendValueDomain(extent.y, null) };
        for (const domain of [domains.x, domains.y]) {
          expect(domain[1]).toBeGreaterThan(domain[0]);
          const ticks = valueTicks(domain, 7);
          const labels = ticks.map((tick) => tickText(tick, ticks));
          expect(new Set(labels).size).toBe(labels.length);
        }
        for (const one of family.curves) {
          expect(one.share).toBeGreaterThanOrEqual(0);
          expect(one.share).toBeLessThanOrEqual(1);
          expect(linePath(one, { ...projection, ...domains })).not.toMatch(/NaN|Infinity/);
        }
        const found = nearestPoint(family.curves, { x: 50, y: 50 }, { ...projection, ...domains });
        if (found) expect(curveText(found, family).rows).toHaveLength(2);
      },
    ),
  );
});
