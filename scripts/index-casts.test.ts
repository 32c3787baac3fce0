import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

/**
 * Files whose loops go through a million values at once, where a checked read costs 9 % and more, with the casts that each has. Everywhere
 * else an index is read by iterating, by `entryAt`, or by `floatAt` and its siblings.
 * @see docs/decisions/0047-checked-access.md
 */
const HOT: Readonly<Record<string, number>> = {
  "server/api/ingest/csv-fields.ts": 1,
  "server/data/test-cycles.ts": 3,
  "server/domain/groups/median.ts": 15,
  "server/domain/groups/sort-by-cycle.ts": 7,
  "server/domain/groups/statistics.ts": 3,
  "server/statistics/columns/metric-columns.ts": 12,
  "server/statistics/columns/values-by-cycle.ts": 5,
};

/** `list[index] as Type`, and a parenthesised choice of such: a cast of what may not be there. A literal, `[] as T[]`, is none. */
const INDEX_CAST = /[^[]\]\)? as (?!const\b|unknown\b)[A-Za-z]/g;

const castsIn = (text: string): number => [...text.matchAll(INDEX_CAST)].length;

const SOURCES = execFileSync("git", ["ls-files", "*.ts", "*.tsx"], { encoding: "utf8" })
  .trim()
  .split("\n")
  .filter((file) => !/\.(test|spec)\.tsx?$/.test(file));

it("finds no cast of an indexed value but in the loops that were measured", () => {
  const counts = SOURCES.map((file) => [file, castsIn(readFileSync(file, "utf8"))] as const);
  expect(Object.fromEntries(counts.filter(([, count]) => count > 0))).toEqual(HOT);
});

it.each([
  ["const a = values[index] as number;", 1],
  ["a = values[rows[at] as number] as number;", 2],
  ["a = (row < 0 ? right[~row] : left[row]) as number;", 1],
  ["const a = from[below(from.length)] as T;", 1],
  ["const none = [] as number[];", 0],
  ['const [low] = ["a", "b"] as const;', 0],
  ["const a = values.at(-1) as number;", 0],
])("counts in %s", (text, count) => {
  expect(castsIn(text)).toBe(count);
});
