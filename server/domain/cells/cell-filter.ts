import { conditionsOf, FILTER_OPERATORS, type FilterOperator, type FilterToken, OF_SEVERAL } from "./filter-text";

/** What a filter can ask of a row. */
type FilterColumn<Row> = {
  /** What it may be called; the first is what it is called in messages. In any case. */
  names: readonly string[];
  /** Null where it has none. Dates are ISO 8601. */
  valueOf: (row: Row) => string | number | null;
};

export type Filterable<Row> = {
  columns: readonly FilterColumn<Row>[];
  /** Everything that plain words are looked for in. */
  textOf: (row: Row) => string;
};

/** A filter that was understood, or what of it was not; `unknown`: what it calls a column and is none. */
export type ParsedFilter<Row> = { matches: (row: Row) => boolean } | { problem: string; unknown?: string };

/** What an address and a link hold of a filter. */
export const MAX_FILTER_CHARACTERS = 1_000;
/** Of a filter, each of which is looked for in each row. */
export const MAX_SOUGHT = 50;

/** @param sought how many words and values it looks for */
type Test<Row> = { matches: (row: Row) => boolean; sought: number };
type ParsedTest<Row> = Test<Row> | { problem: string; unknown?: string };

const SAME_AS: Readonly<Record<string, FilterOperator>> = { "≤": "<=", "≥": ">=", "≠": "!=" };

/**
 * Parses a filter such as `cathode = NMC811 | LFP and nominal capacity >= 3 and not stray`. Conditions are joined by `and` and `or`, of which
 * `and` binds closer, and turned round by `not`. One without an operator are plain words, each of which must occur somewhere in the row. `=`
 * compares numbers as numbers and text in any case; `~` asks whether the text occurs in a value; a value of `""` is none. Of several values
 * between bars `=` and `~` want one, `!=` none.
 */
export function parseFilter<Row>(text: string, filterable: Filterable<Row>): ParsedFilter<Row> {
  if (text.length > MAX_FILTER_CHARACTERS) {
    return { problem: `A filter has at most ${MAX_FILTER_CHARACTERS.toLocaleString("en")} characters.` };
  }
  const told = { ...filterable, textOf: foldedOnce(filterable.textOf) };
  const tests: Test<Row>[][] = [];
  for (const conditions of conditionsOf(text)) {
    const all: Test<Row>[] = [];
    for (const tokens of conditions) {
      const test = conditionOf(tokens, told);
      if ("problem" in test) return test;
      all.push(test);
    }
    tests.push(all);
  }
  const sought = tests.flat().reduce((sum, test) => sum + test.sought, 0);
  if (sought > MAX_SOUGHT) return { problem: `A filter looks for at most ${MAX_SOUGHT} words and values.` };
  return { matches: (row) => tests.some((all) => all.every((test) => test.matches(row))) };
}

/** The text of a row in lower case, made once for all conditions on it. */
function foldedOnce<Row>(textOf: (row: Row) => string): (row: Row) => string {
  let last: { row: Row; text: string } | undefined;
  return (row) => {
    if (last?.row !== row) last = { row, text: textOf(row).toLowerCase() };
    return last.text;
  };
}

function conditionOf<Row>(tokens: readonly FilterToken[], filterable: Filterable<Row>): ParsedTest<Row> {
  const [first, ...rest] = tokens;
  if (first?.kind === "word" && first.text.toLowerCase() === "not" && rest.length > 0) {
    const turned = conditionOf(rest, filterable);
    return "problem" in turned ? turned : { ...turned, matches: (row) => !turned.matches(row) };
  }
  const at = tokens.findIndex(({ kind }) => kind === "operator");
  return at === -1 ? wordsIn(tokens, filterable) : comparisonOf(tokens, at, filterable);
}

function comparisonOf<Row>(tokens: readonly FilterToken[], at: number, filterable: Filterable<Row>): ParsedTest<Row> {
  const { words, name, column } = columnBefore(tokens.slice(0, at), filterable.columns);
  if (!column) {
    if (name === "") return { problem: "A comparison needs a column before it." };
    return { problem: `There is no column “${name}”.`, unknown: name };
  }
  const operator = operatorOf(tokens[at]?.text ?? "");
  const values = valuesOf(tokens.slice(at + 1));
  if (values.length === 0 || operator === null) return { problem: `“${name}” is compared with nothing yet.` };
  if (values.length > 1 && !OF_SEVERAL.includes(operator)) {
    return { problem: `“${name}” is compared with one value by ${operator}.` };
  }
  const hasWords = wordsIn(words, filterable);
  const compare = comparisonWith(operator, values);
  return {
    matches: (row) => hasWords.matches(row) && compare(column.valueOf(row)),
    sought: hasWords.sought + values.length,
  };
}

/** The column whose name ends before an operator, and plain words before that. */
function columnBefore<Row>(tokens: readonly FilterToken[], columns: readonly FilterColumn<Row>[]) {
  for (const [start] of tokens.entries()) {
    const name = textOf(tokens.slice(start));
    const column = columns.find(({ names }) => names.some((one) => folded(one) === folded(name)));
    if (column) return { words: tokens.slice(0, start), name, column };
  }
  return { words: [], name: textOf(tokens), column: undefined };
}

const textOf = (tokens: readonly FilterToken[]) => tokens.map(({ text }) => text).join(" ");
const folded = (text: string) => text.trim().toLowerCase();
const operatorOf = (text: string): FilterOperator | null => {
  const operator = SAME_AS[text] ?? text;
  return FILTER_OPERATORS.find((one) => one === operator) ?? null;
};

/** The values between bars; one that is still being typed is left out. */
function valuesOf(tokens: readonly FilterToken[]): string[] {
  const parts: FilterToken[][] = [[]];
  for (const token of tokens) {
    if (token.kind === "bar") parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts.filter((part) => part.length > 0).map(textOf);
}

function wordsIn<Row>(tokens: readonly FilterToken[], { textOf: allOf }: Filterable<Row>): Test<Row> {
  const words = tokens.map(({ text }) => folded(text));
  return { matches: (row) => words.every((word) => allOf(row).includes(word)), sought: words.length };
}

type Value = string | number | null;

function comparisonWith(operator: FilterOperator, values: readonly string[]): (value: Value) => boolean {
  const tests = values.map((asked) => comparison(operator, asked));
  return operator === "!="
    ? (value) => tests.every((test) => test(value))
    : (value) => tests.some((test) => test(value));
}

function comparison(operator: FilterOperator, asked: string): (value: Value) => boolean {
  if (asked === "") return (value) => (operator === "!=" ? value !== null : operator === "=" && value === null);
  // What has no value is neither below nor above anything.
  const ofNone = operator === "!=";
  if (operator === "~") {
    const part = folded(asked);
    return (value) => value !== null && folded(String(value)).includes(part);
  }
  const orderOf = orderWith(asked);
  return (value) => (value === null ? ofNone : isInOrder(orderOf(value), operator));
}

/** Below, equal or above; null where a number is compared with a text. */
function orderWith(asked: string): (value: string | number) => number | null {
  const number = Number(asked.replace(",", "."));
  return (value) => {
    if (typeof value === "string") return NATURAL.compare(value, asked);
    return Number.isFinite(number) ? Math.sign(value - number) : null;
  };
}

const NATURAL = new Intl.Collator("en", { numeric: true, sensitivity: "accent" });

function isInOrder(order: number | null, operator: Exclude<FilterOperator, "~">): boolean {
  if (operator === "=") return order === 0;
  if (operator === "!=") return order !== 0;
  if (order === null) return false;
  if (order === 0) return operator.endsWith("=");
  return operator.startsWith("<") === order < 0;
}
