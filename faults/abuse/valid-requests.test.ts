import { expect, it } from "vitest";
import { appRouter } from "../../server/api/trpc/root";
import { importQuery } from "../../server/services/imports/read-import-options";
import { CHANGES, FILE, LEFT_OUT, QUERIES } from "./valid-requests";

type Parser = { safeParse: (input: unknown) => { success: boolean; error?: unknown } };
type Procedure = { _def: { type: string; inputs: readonly Parser[] } };

const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, Procedure>); // as the library builds them
const asked = { ...QUERIES, ...CHANGES };

it("names every procedure of the router, or why it is left out", () => {
  const named = [...Object.keys(asked), ...Object.keys(LEFT_OUT)];
  expect(named.toSorted()).toEqual(procedures.map(([name]) => name).toSorted());
});

it.each(Object.entries(asked))("asks %s with right values, of which one is then made wrong", (name, fields) => {
  const def = procedures.find(([of]) => of === name)?.[1]._def;
  expect(def?.type).toBe(name in QUERIES ? "query" : "mutation");
  const problems = def?.inputs.map((input) => input.safeParse({ labSlug: "odd", ...fields }).error);
  // What needs no lab takes none.
  const alone = def?.inputs.map((input) => input.safeParse(fields).error);
  expect([problems, alone]).toContainEqual(def?.inputs.map(() => undefined));
});

it("says right things of a file", () => {
  expect(importQuery.safeParse(FILE.fields).error).toBeUndefined();
});
