import { existsSync, globSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

/** Paths of the repository as documents name them: in code marks, or in a diagram. */
const PATH =
  /(?<![\w/.])(?:app|server|workers|prisma|scripts|e2e|fixtures|bench|docs|faults|ha)\/(?:[\w./-]*(?:\[\w+\])?)*/g;

const DOCUMENTS = ["README.md", "CONTRIBUTING.md", "docs/architecture.md"];

it.each(DOCUMENTS)("%s names only files and folders that are there", (document) => {
  const named = [...new Set(readFileSync(document, "utf8").match(PATH) ?? [])].map((path) =>
    path.replace(/[.…]+$/, ""),
  );
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((path) => !existsSync(path))).toEqual([]);
});

it("names for each bound the tests that hold it", () => {
  const [, bounds = ""] = readFileSync("docs/operating.md", "utf8").split(/^## Bounds$/m);
  const [, , ...rows] = (bounds.split(/^## /m)[0] ?? "").split("\n").filter((line) => line.startsWith("|"));
  const testsOf = (text: string) =>
    [...text.matchAll(/`((?:app|server|workers)\/[\w./[\]-]+)`/g)].map(([, path = ""]) => path);
  const columnOf = (row: string) => row.split("|").at(-2) ?? "";
  expect(rows.length).toBeGreaterThan(40);
  expect(rows.filter((row) => testsOf(columnOf(row)).length === 0)).toEqual([]);
  const named = rows.flatMap(testsOf);
  const files = new Set(globSync("{app,server,workers}/**/*.test.ts*"));
  const isTested = (path: string) => [...files].some((file) => file.startsWith(`${path}.`));
  expect(named.filter((path) => !isTested(path))).toEqual([]);
});
