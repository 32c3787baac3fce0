import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

/** Paths of the repository as documents name them: in code marks, or in a diagram. */
const PATH =
  /(?<![\w/.])(?:app|server|workers|prisma|scripts|e2e|fixtures|bench|docs|faults)\/(?:[\w./-]*(?:\[\w+\])?)*/g;

const DOCUMENTS = ["README.md", "CONTRIBUTING.md", "docs/architecture.md"];

it.each(DOCUMENTS)("%s names only files and folders that are there", (document) => {
  const named = [...new Set(readFileSync(document, "utf8").match(PATH) ?? [])].map((path) =>
    path.replace(/[.…]+$/, ""),
  );
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((path) => !existsSync(path))).toEqual([]);
});
