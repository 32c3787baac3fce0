import { expect, it } from "vitest";
import { parseFilter } from "./cell-filter";

type Row = { name: string; cathode: string | null; nominalAh: number | null; made: string | null; isStray: boolean };

const row = (name: string, given: Partial<Row> = {}): Row => ({
  name,
  cathode: "NMC811",
  nominalAh: 3,
  made: "2026-01-31",
  isStray: false,
  ...given,
});
const ROWS = [
  row("A-01"),
  row("A-02", { isStray: true }),
  row("A-10", { cathode: "LFP", nominalAh: 2.5 }),
  row("B-01", { cathode: "1 M LiPF6 and more", nominalAh: null, made: "2025-12-24" }),
  row("B-02", { cathode: null, nominalAh: 4, isStray: true }),
];
const FILTERABLE = {
  columns: [
    { names: ["Cell"], valueOf: ({ name }: Row) => name },
    { names: ["cathode"], valueOf: ({ cathode }: Row) => cathode },
    { names: ["Nominal capacity", "Nominal capacity / Ah"], valueOf: ({ nominalAh }: Row) => nominalAh },
    { names: ["made"], valueOf: ({ made }: Row) => made },
  ],
  textOf: ({ name, cathode, isStray }: Row) => [name, cathode, isStray ? "stray" : ""].join("\n"),
};

function found(filter: string): string[] | string {
  const parsed = parseFilter(filter, FILTERABLE);
  return "problem" in parsed ? parsed.problem : ROWS.filter(parsed.matches).map(({ name }) => name);
}

it.each([
  ["", ["A-01", "A-02", "A-10", "B-01", "B-02"]],
  ["cathode = NMC811 and stray", ["A-02"]],
  ["Cathode=nmc811 AND not stray", ["A-01"]],
  ["cathode != NMC811", ["A-10", "B-01", "B-02"]],
  ["nominal capacity >= 3", ["A-01", "A-02", "B-02"]],
  ["nominal capacity / ah < 3", ["A-10"]],
  ["nominal capacity = 2,5 or cell = b-02", ["A-10", "B-02"]],
  ["stray and a- or cathode = LFP", ["A-02", "A-10"]],
  ['b stray cathode = ""', ["B-02"]],
  ['cathode = ""', ["B-02"]],
  ['cathode != ""', ["A-01", "A-02", "A-10", "B-01"]],
  ['cathode = "1 M LiPF6 and more"', ["B-01"]],
  ["cathode ~ lipf6", ["B-01"]],
  ["made < 2026", ["B-01"]],
  ["cell > A-2 and cell < B", ["A-10"]],
  ["nominal capacity > much", []],
  ["a nmc811", ["A-01", "A-02"]], // each word anywhere, as ever
  ["cathode = LFP and", ["A-10"]], // more is being typed
])("understands %s", (filter, names) => {
  expect(found(filter)).toEqual(names);
});

it("says what it does not understand", () => {
  expect(found("catode = LFP")).toBe("There is no column “catode”.");
  expect(found("stray or > 3")).toBe("A comparison needs a column before it.");
  expect(found("cathode =")).toBe("“cathode” is compared with nothing yet.");
});
