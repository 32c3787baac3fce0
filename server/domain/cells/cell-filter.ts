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

/** A filter that was understood, or what of it was not. */
export type ParsedFilter<Row> = { matches: (row: Row) => boolean } | { problem: string };

type Test<Row> = (row: Row) => boolean;
type Operator = "=" | "!=" | "<" | "<=" | ">" | ">=" | "~";
/** A quoted text is a value, never a connector. */
type Token = { kind: "word" | "quoted" | "operator"; text: string };

const TOKEN = /"([^"]*)"|(!=|<=|>=|[=<>~≤≥≠])|([^\s"=<>!~≤≥≠]+|!)/g;
const SAME_AS: Readonly<Record<string, Operator>> = { "≤": "<=", "≥": ">=", "≠": "!=" };
const OPERATORS: readonly string[] = ["=", "!=", "<", "<=", ">", ">=", "~"];

/**
 * Parses a filter such as `cathode = NMC811 and nominal capacity >= 3 and not stray`. Conditions are joined by `and` and `or`, of which `and`
 * binds closer, and turned round by `not`. One without an operator are plain words, each of which must occur somewhere in the row. `=` compares
 * numbers as numbers and text in any case; `~` asks whether the text occurs in a value; a value of `""` is none.
 */
export function parseFilter<Row>(text: string, filterable: Filterable<Row>): ParsedFilter<Row> {
  const alternatives = split(tokensOf(text), "or").map((tokens) => split(tokens, "and"));
  const tests: Test<Row>[][] = [];
  for (const conditions of alternatives) {
    const all: Test<Row>[] = [];
    for (const tokens of conditions) {
      const test = conditionOf(tokens, filterable);
      if ("problem" in test) return test;
      all.push(test.matches);
    }
    tests.push(all);
  }
  return { matches: (row) => tests.some((all) => all.every((test) => test(row))) };
}

function tokensOf(text: string): Token[] {
  return [...text.matchAll(TOKEN)].map(([whole, quoted, operator]): Token => {
    if (quoted !== undefined) return { kind: "quoted", text: quoted };
    return operator === undefined ? { kind: "word", text: whole } : { kind: "operator", text: operator };
  });
}

/** Parts between connectors; one that is still being typed is left out. */
function split(tokens: readonly Token[], connector: "and" | "or"): Token[][] {
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    if (token.kind === "word" && token.text.toLowerCase() === connector) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  const said = parts.filter((part) => part.length > 0);
  return said.length > 0 ? said : [[]];
}

function conditionOf<Row>(tokens: readonly Token[], filterable: Filterable<Row>): ParsedFilter<Row> {
  const [first, ...rest] = tokens;
  if (first?.kind === "word" && first.text.toLowerCase() === "not" && rest.length > 0) {
    const turned = conditionOf(rest, filterable);
    return "problem" in turned ? turned : { matches: (row) => !turned.matches(row) };
  }
  const at = tokens.findIndex(({ kind }) => kind === "operator");
  if (at === -1) return { matches: wordsIn(tokens, filterable) };
  return comparisonOf(tokens, at, filterable);
}

function comparisonOf<Row>(tokens: readonly Token[], at: number, filterable: Filterable<Row>): ParsedFilter<Row> {
  const { words, name, column } = columnBefore(tokens.slice(0, at), filterable.columns);
  if (!column)
    return { problem: name === "" ? "A comparison needs a column before it." : `There is no column “${name}”.` };
  const operator = operatorOf(tokens[at]?.text ?? "");
  const value = textOf(tokens.slice(at + 1));
  if (at === tokens.length - 1 || operator === null) return { problem: `“${name}” is compared with nothing yet.` };
  const hasWords = wordsIn(words, filterable);
  return { matches: (row) => hasWords(row) && compares(column.valueOf(row), operator, value) };
}

/** The column whose name ends before an operator, and plain words before that. */
function columnBefore<Row>(tokens: readonly Token[], columns: readonly FilterColumn<Row>[]) {
  for (const [start] of tokens.entries()) {
    const name = textOf(tokens.slice(start));
    const column = columns.find(({ names }) => names.some((one) => folded(one) === folded(name)));
    if (column) return { words: tokens.slice(0, start), name, column };
  }
  return { words: [], name: textOf(tokens), column: undefined };
}

const textOf = (tokens: readonly Token[]) => tokens.map(({ text }) => text).join(" ");
const folded = (text: string) => text.trim().toLowerCase();
const operatorOf = (text: string): Operator | null => {
  const operator = SAME_AS[text] ?? text;
  return OPERATORS.includes(operator) ? (operator as Operator) : null; // it is one of them
};

function wordsIn<Row>(tokens: readonly Token[], { textOf: allOf }: Filterable<Row>): Test<Row> {
  const words = tokens.map(({ text }) => folded(text));
  return (row) => {
    const text = allOf(row).toLowerCase();
    return words.every((word) => text.includes(word));
  };
}

function compares(value: string | number | null, operator: Operator, requested: string): boolean {
  if (requested === "") return operator === "!=" ? value !== null : operator === "=" && value === null;
  // What has no value is neither below nor above anything.
  if (value === null) return operator === "!=";
  if (operator === "~") return folded(String(value)).includes(folded(requested));
  const order = orderOf(value, requested);
  if (operator === "=") return order === 0;
  if (operator === "!=") return order !== 0;
  return order !== null && isInOrder(order, operator);
}

/** Below, equal or above; null where a number is compared with a text. */
function orderOf(value: string | number, requested: string): number | null {
  if (typeof value === "number") {
    const number = Number(requested.replace(",", "."));
    return Number.isFinite(number) ? Math.sign(value - number) : null;
  }
  return NATURAL.compare(value, requested);
}

const NATURAL = new Intl.Collator("en", { numeric: true, sensitivity: "accent" });

function isInOrder(order: number, operator: "<" | "<=" | ">" | ">="): boolean {
  if (order === 0) return operator.endsWith("=");
  return operator.startsWith("<") === order < 0;
}
