import { readFileSync } from "node:fs";
import Papa from "papaparse";
import { z } from "zod";

const column = z.object({
  name: z.string(),
  label: z.string(),
  unit: z.string().nullable(),
  obligation: z.enum(["required", "recommended", "optional"]),
});
const rules = z.object({ source: z.string(), rules: z.record(z.string(), z.string()), columns: z.array(column) });

/** The rules of the Battery Data Format, and the quantities that it knows; the fixture says where they are from. */
export const BDF_RULES = rules.parse(JSON.parse(readFileSync("fixtures/expected/bdf-rules.json", "utf8")));

type Columns = ReadonlyMap<string, readonly string[]>;
type Check = (columns: Columns, from: number, to: number) => string[];

const DECIMAL = /^-?\d+(\.\d+)?(e-?\d+)?$/;
/** Wall clocks are corrected now and then: over a whole test both go alike all the same. */
const CLOCK_TOLERANCE = 0.01;

/**
 * What a file breaks of the rules of the Battery Data Format; none where it is in order.
 * @param file its name, and its text
 * @param tests how many rows each of its tests has, in order: some rules hold within a test
 */
export function bdfProblems(file: { name: string; text: string }, tests: readonly number[]): string[] {
  const [header = [], ...rows] = Papa.parse<string[]>(file.text.replace(/\r?\n$/, "")).data;
  const columns = new Map(header.map((name, index) => [nameOf(name), rows.map((row) => row[index] ?? "")]));
  const bounds = tests.map((_, index) => tests.slice(0, index + 1).reduce((sum, count) => sum + count, 0));
  return [
    ...(/\.bdf(\.\w+)*$/.test(file.name) ? [] : [`fileName: ${file.name}`]),
    ...headerProblems(header),
    ...rows.flatMap((row, index) => (row.length === header.length ? [] : [`width: row ${index + 1}`])),
    ...((bounds.at(-1) ?? 0) === rows.length ? [] : [`oneCell: ${rows.length} rows, not ${bounds.at(-1)}`]),
    ...valueProblems(columns),
    ...bounds.flatMap((to, index) => IN_TESTS.flatMap((check) => check(columns, bounds[index - 1] ?? 0, to))),
  ];
}

const nameOf = (header: string) =>
  BDF_RULES.columns.find(({ name, label }) => [name, label].includes(header))?.name ?? "";

function headerProblems(header: readonly string[]): string[] {
  const names = header.map(nameOf);
  const missing = BDF_RULES.columns.filter(
    ({ name, obligation }) => obligation === "required" && !names.includes(name),
  );
  return [
    ...header.filter((one) => nameOf(one) === "").map((one) => `header: ${one} is no quantity of the format`),
    ...names.filter((name, index) => names.indexOf(name) !== index).map((name) => `header: ${name} is there twice`),
    ...missing.map(({ name }) => `required: ${name} is missing`),
  ];
}

function valueProblems(columns: Columns): string[] {
  const first = (values: readonly string[], isWrong: (value: string, index: number) => boolean) =>
    values.findIndex(isWrong);
  const at = (rule: string, name: string, index: number) => (index < 0 ? [] : [`${rule}: ${name} in row ${index + 1}`]);
  const types = columns.get("step_type") ?? [];
  return [
    ...BDF_RULES.columns.flatMap(({ name, unit, obligation }) => {
      const values = columns.get(name) ?? [];
      const isEmpty = (value: string) => value === "";
      return [
        ...(obligation === "required" ? at("required", name, first(values, isEmpty)) : []),
        ...(unit === null
          ? []
          : at(
              "units",
              name,
              first(values, (value) => !isEmpty(value) && !DECIMAL.test(value)),
            )),
      ];
    }),
    ...at(
      "sign",
      "current_ampere",
      first(columns.get("current_ampere") ?? [], (value, index) => isAgainst(types[index], Number(value))),
    ),
    ...at(
      "cycleCount",
      "cycle_count",
      first(columns.get("cycle_count") ?? [], (value) => !/^\d*$/.test(value)),
    ),
    ...at(
      "stepTime",
      "step_time_second",
      first(columns.get("step_time_second") ?? [], (value) => Number(value) < 0),
    ),
  ];
}

const isAgainst = (type: string | undefined, currentA: number) =>
  (type === "charge" && currentA < 0) || (type === "discharge" && currentA > 0);

/** A column that does not fall, where it has values. */
const neverFalls =
  (rule: string, name: string): Check =>
  (columns, from, to) => {
    const values = numbersOf(columns.get(name)?.slice(from, to));
    const index = values.findIndex((value, at) => value < (values[at - 1] ?? value));
    return index < 0 ? [] : [`${rule}: ${name} falls from ${values[index - 1]} to ${values[index]}`];
  };

const numbersOf = (values: readonly string[] = []) => values.filter((value) => value !== "").map(Number);

const clocksAgree: Check = (columns, from, to) => {
  const spanOf = (name: string) => {
    const values = numbersOf(columns.get(name)?.slice(from, to));
    return (values.at(-1) ?? 0) - (values[0] ?? 0);
  };
  const [testTimeS, unixTimeS] = [spanOf("test_time_second"), spanOf("unix_time_second")];
  const isOff = Math.abs(testTimeS - unixTimeS) > CLOCK_TOLERANCE * Math.max(testTimeS, unixTimeS);
  return isOff ? [`unixTime: ${unixTimeS} s, ${testTimeS} s of test time`] : [];
};

const IN_TESTS: readonly Check[] = [
  neverFalls("testTime", "test_time_second"),
  neverFalls("unixTime", "unix_time_second"),
  neverFalls("cycleCount", "cycle_count"),
  neverFalls("stepCount", "step_count"),
  clocksAgree,
];
