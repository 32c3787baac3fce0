import fc from "fast-check";
import { expect, it } from "vitest";
import { MAX_FILTER_CHARACTERS, MAX_SOUGHT } from "./cell-filter";
import { parseCellFilter } from "./cells-passing";
import { FILTER_OPERATORS, type FilterOperator, joinConditions, writeComparison } from "./filter-text";

const cell = (name: string, metadata: Record<string, string | number | null> = {}) => ({ name, metadata });
const CELLS = [
  cell("A-01", { cathode: "NMC811", electrolyte: "LP57", rate: 1 }),
  cell("A-02", { cathode: "NMC811", electrolyte: "LP30", rate: 2 }),
  cell("A-03", { cathode: "NMC811", electrolyte: "", rate: 0.5 }),
  cell("B-01", { cathode: "LFP", electrolyte: "LP57" }),
  cell("B-02", {}),
];
const FIELDS = ["cathode", "electrolyte", "rate"];

function passing(where: string): string[] | { problem: string } {
  const parsed = parseCellFilter(where, FIELDS);
  return "problem" in parsed ? parsed : CELLS.filter(parsed.matches).map(({ name }) => name);
}

it.each([
  ["cathode = NMC811 and electrolyte != LP57", ["A-02", "A-03"]],
  ["cathode = NMC811 | LFP and not rate > 1", ["A-01", "A-03", "B-01"]],
  ["electrolyte != LP57 | LP30", ["A-03", "B-02"]],
  ['electrolyte = LP30 | ""', ["A-02", "A-03", "B-02"]],
  ["cell ~ b- | 03 and", ["A-03", "B-01", "B-02"]],
  ["lp57 a-", ["A-01"]],
  ["rate = 1 |", ["A-01"]],
])("lets cells pass that %s", (where, names) => {
  expect(passing(where)).toEqual(names);
});

it("says what it does not understand, and which field the lab does not have", () => {
  expect(passing("anode = C")).toEqual({ problem: "There is no column “anode”.", unknown: "anode" });
  expect(passing("rate < 1 | 2")).toEqual({ problem: "“rate” is compared with one value by <." });
  expect(passing("cathode = |")).toEqual({ problem: "“cathode” is compared with nothing yet." });
});

it("is bounded in its length and in what it looks for", () => {
  expect(passing(`a${" ".repeat(MAX_FILTER_CHARACTERS - 1)}`)).toHaveLength(3);
  expect(passing("a".repeat(MAX_FILTER_CHARACTERS + 1))).toEqual({
    problem: "A filter has at most 1,000 characters.",
  });
  const values = (count: number) => `cathode = ${Array.from({ length: count }, () => "LFP").join(" | ")}`;
  expect(passing(values(MAX_SOUGHT))).toEqual(["B-01"]);
  expect(passing(`${values(MAX_SOUGHT)} and b`)).toEqual({
    problem: "A filter looks for at most 50 words and values.",
  });
});

type Condition = { field: string; operator: FilterOperator; values: string[]; isNegated: boolean };
const NAMES = ["cathode", "and", "a | b", 'odd "name"', "Cell"];
const VALUES = ["", "NMC", "LFP", "x or y", 'a "b"', "not", "1", "2.5", "-3", "|", "a=b"];
const value = fc.constantFrom(...VALUES);
const condition: fc.Arbitrary<Condition> = fc
  .record({
    field: fc.constantFrom(...NAMES),
    operator: fc.constantFrom(...FILTER_OPERATORS),
    values: fc.array(value, { minLength: 1, maxLength: 3 }),
    isNegated: fc.boolean(),
  })
  .map((given) => (/[<>]/.test(given.operator) ? { ...given, values: given.values.slice(0, 1) } : given));
const metadataValue = fc.oneof(fc.constant(null), value, fc.constantFrom(1, 2.5, -3));
const cells = fc.array(
  fc.record({
    name: fc.constantFrom("NMC", "x or y", "1"),
    metadata: fc.record(Object.fromEntries(NAMES.slice(0, 4).map((name) => [name, metadataValue]))),
  }),
);

/** What a condition says of a cell, in as many words. */
function holds({ field, operator, values, isNegated }: Condition, of: (typeof CELLS)[number]): boolean {
  const found = field === "Cell" ? of.name : of.metadata[field];
  const own = found === "" || found === undefined ? null : found;
  const one = (asked: string): boolean => {
    if (asked === "") return operator === "=" ? own === null : operator === "!=" && own !== null;
    if (own === null) return operator === "!=";
    if (operator === "~") return String(own).toLowerCase().includes(asked.toLowerCase());
    const isNumber = typeof own === "number";
    if (isNumber && Number.isNaN(Number(asked))) return operator === "!=";
    const order = isNumber
      ? own - Number(asked)
      : String(own).localeCompare(asked, "en", { numeric: true, sensitivity: "accent" });
    const says = {
      "=": order === 0,
      "!=": order !== 0,
      "<": order < 0,
      "<=": order <= 0,
      ">": order > 0,
      ">=": order >= 0,
    };
    return says[operator];
  };
  const says = operator === "!=" ? values.every(one) : values.some(one);
  return says !== isNegated;
}

it("lets the same cells pass as its conditions do one by one, whatever they are called", () => {
  const alternatives = fc.array(fc.array(condition, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 });
  const written = ({ isNegated, field, operator, values }: Condition) =>
    `${isNegated ? "not " : ""}${writeComparison(field, operator, values)}`;
  fc.assert(
    fc.property(alternatives, cells, (asked, given) => {
      const parsed = parseCellFilter(joinConditions(asked.map((all) => all.map(written))), NAMES.slice(0, 4));
      if ("problem" in parsed) throw new Error(parsed.problem);
      const expected = given.filter((one) => asked.some((all) => all.every((each) => holds(each, one))));
      expect(given.filter(parsed.matches)).toEqual(expected);
    }),
  );
});
