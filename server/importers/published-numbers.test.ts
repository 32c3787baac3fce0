import { beforeAll, describe, expect, it } from "vitest";
import { BEEP } from "../testing/comparisons/beep";
import { CELLPY } from "../testing/comparisons/cellpy";
import type { Comparison } from "../testing/comparisons/comparison";
import { type Compared, comparisonsPage } from "../testing/comparisons/comparisons-page";
import { PREPARENOVONIX } from "../testing/comparisons/preparenovonix";
import { PYPROBE } from "../testing/comparisons/pyprobe";
import { type Reading, readComparedFile } from "../testing/comparisons/reading";

// Numbers that the tests of other tools publish, held against ours for the same file.

const TOOLS = [CELLPY, BEEP, PYPROBE, PREPARENOVONIX];
const FILES = [...new Set(TOOLS.flatMap(({ comparisons }) => comparisons.flatMap(({ files }) => files)))];
const readings = new Map<string, Reading>();

beforeAll(async () => {
  for (const file of FILES) readings.set(file, await readComparedFile(file));
});

function compare(comparison: Comparison): Compared & { theirs: number | null } {
  const read = comparison.files.map((file) => {
    const reading = readings.get(file);
    if (!reading) throw new Error(`${file} was not read`);
    return reading;
  });
  const oursIs = comparison.ours(...read);
  const agrees = Math.abs(oursIs - comparison.published) <= comparison.tolerance;
  if (agrees) return { ...comparison, oursIs, reason: null, theirs: null };
  const { theirWay } = comparison;
  return { ...comparison, oursIs, reason: theirWay?.reason ?? null, theirs: theirWay?.value(...read) ?? null };
}

describe.each(TOOLS)("$name", ({ comparisons }) => {
  it.each(
    comparisons.map(
      (comparison) => [`${comparison.what}, ${comparison.files[0]}, ${comparison.source}`, comparison] as const,
    ),
  )("%s: ours is accepted by its test, or the difference is accounted for", (_, comparison) => {
    const { oursIs, theirs, published, tolerance } = compare(comparison);
    const value = theirs ?? oursIs;
    expect(Math.abs(value - published), `${value} for ${published}`).toBeLessThanOrEqual(tolerance);
  });
});

it("is the page of the docs; `npx vitest run --project unit published-numbers -u` writes it anew", async () => {
  const compared = TOOLS.map(({ comparisons, ...tool }) => ({ ...tool, compared: comparisons.map(compare) }));
  await expect(comparisonsPage(compared)).toMatchFileSnapshot("../../docs/comparisons.md");
});
