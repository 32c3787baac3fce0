import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { METRIC_NAMES, METRICS } from "@/server/domain/cycles/metrics";
import {
  columnDecimals,
  decimalsFor,
  formatAge,
  formatAgeOrDate,
  formatFixed,
  formatMoment,
  formatSigned,
  formatValue,
  metricTitle,
  withUnit,
} from "./prepare-numbers";

describe("numbers by significant digits", () => {
  it("counts decimals from the size of the number", () => {
    expect(decimalsFor(5.1234, 4)).toBe(3); // 5.123
    expect(decimalsFor(11.9, 4)).toBe(2); // 11.90
    expect(decimalsFor(0.0123, 4)).toBe(5); // 0.01230
    expect(decimalsFor(123456, 4)).toBe(0);
    expect(decimalsFor(0, 4)).toBe(3);
  });

  it("writes what is smaller than anything measured, too", () => {
    expect(formatFixed(5e-324, decimalsFor(5e-324, 4))).toBe(`0.${"0".repeat(100)}`);
  });

  it("gives a column the decimals of its largest number, so that points align", () => {
    expect(columnDecimals([9.5, null, -11.25], 4)).toBe(2);
    expect(columnDecimals([null], 4)).toBe(3);
  });

  it("writes a missing value as a dash, a minus as a minus, and no minus before a rounded zero", () => {
    expect(formatFixed(null, 2)).toBe("–");
    expect(formatFixed(Number.NaN, 2)).toBe("–");
    expect(formatFixed(-1.5, 2)).toBe("−1.50");
    expect(formatFixed(-0.001, 2)).toBe("0.00");
    expect(formatSigned(1.5, 1)).toBe("+1.5");
    expect(formatSigned(0.001, 1)).toBe("0.0");
    expect(formatSigned(-1.5, 1)).toBe("−1.5");
    expect(formatSigned(null, 1)).toBe("–");
  });

  it("scales a stored value to the unit shown", () => {
    expect(formatValue(2.98765, METRICS.dischargeCapacityAh)).toBe("2.988");
    expect(formatValue(0.998765, METRICS.coulombicEfficiency)).toBe("99.877"); // 99.8765 %, five digits
    expect(formatValue(null, METRICS.dischargeCapacityAh)).toBe("–");
    expect(metricTitle(METRICS.dischargeCapacityAh)).toBe("Discharge capacity / Ah");
  });
});

describe("units", () => {
  it.each(METRIC_NAMES)("of %s read one way only", (name) => {
    const { label, unit } = METRICS[name];
    const [title, value] = [metricTitle(METRICS[name]), withUnit("11.14", unit)];
    // One stroke divides the quantity by its unit, and what is in brackets belongs together.
    expect(title.replace(/\([^()]*\)/, "").split("/").length).toBeLessThanOrEqual(2);
    expect(title.startsWith(label)).toBe(true);
    for (const text of [title, value]) expect(text).not.toMatch(/(^| )1$/);
  });

  it("are written in no other way", () => {
    const sources = execFileSync("git", ["ls-files", "app/*.ts", "app/*.tsx"], { encoding: "utf8" }).trim().split("\n");
    // Not where they are handed on, compared, or a part of a key.
    const written = sources.flatMap((file) =>
      readFileSync(file, "utf8")
        .split("\n")
        .filter((line) => /(?<!unit=)\{metric\.unit\}/.test(line) && !/viewKey|unit === "1"/.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );
    expect(sources.length).toBeGreaterThan(300);
    expect(written).toEqual([]);
  });

  it("are left out where there is none, and stand in brackets where they hold a stroke", () => {
    expect(metricTitle(METRICS.equivalentFullCycles)).toBe("Equivalent full cycles");
    expect(withUnit("11.14", METRICS.equivalentFullCycles.unit)).toBe("11.14");
    expect(metricTitle(METRICS.dischargeRateC)).toBe("Discharge rate / (1/h)");
    expect(metricTitle(METRICS.specificDischargeCapacityMahG)).toBe("Specific discharge capacity / (mAh/g)");
    expect(withUnit("0.5000", METRICS.dischargeRateC.unit)).toBe("0.5000 1/h");
  });
});

describe("ages", () => {
  it("uses the unit a reader would", () => {
    expect(formatAge(449)).toBe("0.4 s ago");
    expect(formatAge(12_900)).toBe("12 s ago");
    expect(formatAge(4 * 60_000 + 59_000)).toBe("4 min ago");
    expect(formatAge(3 * 3_600_000)).toBe("3 h ago");
    const NOON_MS = Date.UTC(2026, 2, 3, 12);
    expect(formatAgeOrDate(NOON_MS - 3 * 3_600_000, NOON_MS, "UTC")).toBe("3 h ago");
    expect(formatAgeOrDate(NOON_MS - 50 * 3_600_000, NOON_MS, "UTC")).toBe("2026-03-01");
    expect(formatAgeOrDate(Date.UTC(2022, 0, 1, 23), NOON_MS, "Europe/Berlin")).toBe("2022-01-02");
    expect(formatAge(-5_000)).toBe("0.0 s ago");
  });

  it("gives the moment in the lab's time zone", () => {
    const noonUtc = Date.UTC(2026, 0, 15, 12, 0, 7);
    expect(formatMoment(noonUtc, "Europe/Berlin")).toBe("2026-01-15 13:00:07 (Europe/Berlin)");
  });
});
