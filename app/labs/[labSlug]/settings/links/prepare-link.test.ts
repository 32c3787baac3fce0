import { expect, it } from "vitest";
import { GRANTED_READS } from "@/server/domain/labs/grants";
import { linkAddress, nameOfShown, READ_LABELS, readingSnippet, whatIsShown } from "./prepare-link";

const GRANT = "ct_g_x";
const url = (read: string) => `https://lab.example/api/v1/any/${read}?grant=${GRANT}`;
const query = { metric: "capacityRetention", cycle: 41 } as const;

it("has words for all that a link can show", () => {
  for (const kind of ["cell", "grouping"] as const) {
    expect(Object.keys(READ_LABELS[kind]).sort()).toEqual([...GRANTED_READS[kind]].sort());
  }
});

it("puts into the address what the table is asked for with", () => {
  const queryOf = (kind: "cell" | "grouping", read: "cycles" | "curves" | "deviations" | "export") =>
    new URL(linkAddress(url(read), kind, read, query)).search;
  expect(queryOf("cell", "cycles")).toBe("?grant=ct_g_x&format=csv");
  expect(queryOf("cell", "curves")).toBe("?grant=ct_g_x&kind=vq&format=csv");
  expect(queryOf("grouping", "cycles")).toBe("?grant=ct_g_x&metric=capacityRetention&format=csv");
  expect(queryOf("grouping", "deviations")).toBe("?grant=ct_g_x&metric=capacityRetention&cycle=41&format=csv");
  expect(queryOf("cell", "export")).toBe("?grant=ct_g_x&format=csv");
  expect(queryOf("grouping", "export")).toBe("?grant=ct_g_x");
});

it("reads tables with pandas, and fetches archives", () => {
  expect(readingSnippet("https://x/y", "cell", "cycles")).toBe(
    'import pandas\n\ncycles = pandas.read_csv(\n    "https://x/y"\n)',
  );
  // A name of a variable has no hyphen.
  expect(readingSnippet("https://x/y", "cell", "rate-test")).toContain("\nrate_test = pandas.read_csv(");
  expect(readingSnippet("https://x/y", "grouping", "export")).toMatch(/^curl /);
});

it("says what is shown, and what is gone", () => {
  const cell = {
    resource: { kind: "cell", name: "A-01" },
    reads: ["cycles", "export"],
    needsSignIn: false,
    frozenAt: null,
  } as const;
  expect(nameOfShown(cell)).toBe("A-01");
  expect(whatIsShown(cell)).toBe("cycles; every sample");
  const gone = {
    resource: { kind: "grouping", id: 7, name: null },
    reads: ["export"],
    needsSignIn: false,
    frozenAt: null,
  } as const;
  expect(nameOfShown(gone)).toBe("a grouping that was deleted");
  expect(whatIsShown(gone)).toBe("ZIP archive of everything");
  const view = { resource: { kind: "view", page: "compare", name: "Two coatings" }, reads: [] } as const;
  expect(nameOfShown(view)).toBe("Two coatings");
  expect(whatIsShown({ ...view, needsSignIn: true, frozenAt: null })).toBe("comparison, for signed-in people");
  expect(whatIsShown({ ...view, needsSignIn: false, frozenAt: "2026-11-29T20:00:00Z" })).toBe("comparison, frozen");
});
