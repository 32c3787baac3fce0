import { readFixture } from "../imported-file";
import { gunzipSync } from "node:zlib";
import type { Reading } from "./reading";

/** A number that another tool's own tests expect of a file, and the same number by this code. */
export type Comparison = {
  /** Path and line in the tool's repository. */
  source: string;
  /** Below `fixtures/`; several where the tool reads them as one. */
  files: readonly [string, ...string[]];
  what: string;
  unit: Unit;
  published: number;
  /** The largest difference that the tool's own test would accept, in `unit`. */
  tolerance: number;
  ours: (...readings: Reading[]) => number;
  /** Where ours differs: why, and the number worked out from the same file the tool's way, which has to give what it published. */
  theirWay?: { reason: ReasonName; value: (...readings: Reading[]) => number };
};

export type Unit = "Ah" | "mAh" | "Wh" | "A" | "V" | "°C" | "s" | "UTC" | "%" | "1";

export type Tool = {
  name: string;
  repository: string;
  commit: string;
  licence: string;
  comparisons: readonly Comparison[];
  /** Expectations of its tests that are not compared, and why not. */
  left: readonly string[];
};

/** Why a number differs, in words for the page. */
export const REASONS = {
  counter:
    "The tool passes on the cycler's own counter; ours integrates the current of the logged samples. The difference is what the cycler measured between its rows. The counter, read from the same file, gives the published number.",
  counterOverCounter:
    "The tool divides the cycler's counters; ours divides integrals of the samples. The counters of the same file give the published number.",
  numberedFrom1: "cellpy adds one to the cycle numbers of this format; ours keeps the cycler's own, which start at 0.",
  offset:
    "PyProBE adds the largest value of the charge counter, so that its capacity is never negative; ours starts at 0. The counters with that offset give the published number.",
  microseconds:
    "PyProBE adds the seconds of the test as microseconds to the start of the file, so that two days of test pass in a quarter of a second. Seconds as microseconds give the published time.",
  clockOfSeconds:
    "The tool takes the row's clock, which has whole seconds; ours is the start and the cycler's test time, which have fractions. The row's clock is the published time.",
  wholeSeconds:
    "BEEP cuts both clocks to whole seconds before it subtracts them. The times cut in the same way give the published number.",
} as const;
export type ReasonName = keyof typeof REASONS;

/** What the tool's own comparison accepts, relative to what it expects. */
export const relative = (published: number, share: number): number => Math.abs(published) * share;

/** The text of a file, for the few numbers that stand in a line that is not a sample's. */
export function textOf(file: string): string {
  const bytes = readFixture(file);
  return new TextDecoder("latin1").decode(file.endsWith(".gz") ? gunzipSync(bytes) : bytes);
}
