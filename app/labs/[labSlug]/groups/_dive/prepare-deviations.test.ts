import { describe, expect, it } from "vitest";
import type { DeviationRow } from "@/server/domain/groups/groups-view";
import { METRICS } from "@/server/domain/cycles/metrics";
import { groupSummary, prepareDeviations } from "./prepare-deviations";

const row = (given: Partial<DeviationRow>): DeviationRow => ({
  cellId: 1,
  cell: "Y-07",
  group: "Y",
  value: 0.912345,
  uncertainty: null,
  sigmas: -2.345,
  percentDeviation: -117.25,
  relativeDeviation: -0.0456,
  robustScore: -4.2,
  flagged: true,
  persistence: 7,
  verdict: "stray",
  ...given,
});

describe("the deep dive", () => {
  it("prints every column of the contract", () => {
    expect(prepareDeviations([row({})], METRICS.capacityRetention)).toEqual([
      {
        cellId: 1,
        cell: "Y-07",
        value: "91.23", // 0.912345 × 100, four digits
        uncertainty: null,
        relative: "−4.56",
        sigmas: "−2.35",
        percent: "−117.3",
        robust: "−4.20",
        persists: "7 / 10",
        verdict: { word: "stray", tone: "bad" },
        numbers: {
          value: 91.2345,
          uncertainty: null,
          relative: -4.56,
          sigmas: -2.345,
          percent: -117.25,
          robust: -4.2,
          persists: 7,
        },
      },
    ]);
  });

  it("sums up what has no unit without one", () => {
    const at = { mean: 11.14, std: 0.5, n: 29, cells: 30, uncertainty: null };
    expect(groupSummary(at, METRICS.equivalentFullCycles)).toBe("mean 11.14 ± 0.50 (4.5 %), 29 of 30 cells");
  });

  it("gives a column one count of decimals, and a missing value a dash", () => {
    const rows = prepareDeviations(
      [
        row({ value: 10.1234 }),
        row({ value: 9.98765 }),
        row({ value: null, sigmas: null, relativeDeviation: null, robustScore: null, percentDeviation: null }),
      ],
      METRICS.dischargeCapacityAh,
    );
    expect(rows.map(({ value }) => value)).toEqual(["10.12", "9.99", "–"]);
    expect(rows[2]).toMatchObject({ relative: "–", sigmas: "–", percent: "–", robust: "–" });
  });

  it("prints an efficiency to the digits that its uncertainty supports, and the uncertainty to two", () => {
    const rows = prepareDeviations(
      [
        row({ value: 0.9987321, uncertainty: 0.000041 }),
        row({ value: 0.9987321, uncertainty: 0.00041 }), // 0.9987
        row({ value: 0.9987321, uncertainty: 0.041 }), // 1.00
        row({ value: 0.9987321, uncertainty: null }),
      ],
      METRICS.coulombicEfficiency,
    );
    expect(rows.map(({ value, uncertainty }) => [value, uncertainty])).toEqual([
      ["99.873", "0.0041"],
      ["99.87", "0.041"],
      ["100", "4.1"],
      ["99.873", "–"],
    ]);
  });

  it("prints the uncertainty of a capacity beside it", () => {
    const [text] = prepareDeviations([row({ value: 1.04321, uncertainty: 0.000345 })], METRICS.dischargeCapacityAh);
    expect(text).toMatchObject({ value: "1.043", uncertainty: "0.00034 B" }); // 3.3e-4 of it
  });

  it("sums up the group", () => {
    const at = { mean: 5.1234, std: 0.0456, n: 29, cells: 30, uncertainty: null };
    // 0.0456 / 5.1234 = 0.89 %
    expect(groupSummary(at, METRICS.dischargeCapacityAh)).toBe("mean 5.123 ± 0.046 Ah (0.9 %), 29 of 30 cells");
    expect(groupSummary({ ...at, std: null, n: 1 }, METRICS.dischargeCapacityAh)).toBe("mean 5.123 Ah, 1 of 30 cells");
    expect(groupSummary({ ...at, mean: 99.87654 }, METRICS.coulombicEfficiency)).toBe(
      "mean 99.877 ± 0.046 %, 29 of 30 cells",
    );
    expect(groupSummary({ ...at, uncertainty: 0.0021 }, METRICS.dischargeCapacityAh)).toBe(
      "mean 5.123 ± 0.046 Ah (0.9 %), at most about ± 0.0021 Ah, grade B, 29 of 30 cells",
    );
    // ± 0.04 %, as a fraction 0.0004, supports the fourth place of the fraction.
    expect(groupSummary({ ...at, mean: 99.87654, uncertainty: 0.04 }, METRICS.coulombicEfficiency)).toBe(
      "mean 99.88 ± 0.05 %, at most about ± 0.040 %, 29 of 30 cells",
    );
  });
});
