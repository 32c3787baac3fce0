import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { CYCLES_GUIDE } from "@/server/domain/guide/cycles-guide";
import { DERIVED_SECTIONS } from "@/server/domain/guide/numbers-guide";

const APP = join(import.meta.dirname, "..");

const SOURCES = readdirSync(APP, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.tsx?$/.test(file) && !file.includes(".test."))
  .map((file) => readFileSync(join(APP, file), "utf8"))
  .join("\n");

/** By name in the page's source; kinds of curves stand in its state. */
const isLinked = (anchor: string) =>
  [`to="${anchor}"`, `guide: "${anchor}"`, `guide = "${anchor}"`, `), "${anchor}"),`].some((text) =>
    SOURCES.includes(text),
  ) ||
  (["vq", "dqdv", "dvdq"].includes(anchor) && SOURCES.includes("<GuideLink to={kind}>"));

// That a link leads to an entry that there is, the type of its place says.
it("leads from a page to every entry of the guide in one step", () => {
  const derived = DERIVED_SECTIONS.flatMap(({ entries }) => entries.map(({ name }): string => name));
  const anchors = [...derived, ...CYCLES_GUIDE.map(({ id }): string => id)];
  expect(anchors.filter((anchor) => !isLinked(anchor))).toEqual([]);
  // Any metric: over its panel and beside its choice, and in the head of its column.
  for (const text of ["<FormulaHint name={name} />", "<FormulaHint name={metric} />", "<GuideLink to={name}>"]) {
    expect(SOURCES).toContain(text);
  }
});
