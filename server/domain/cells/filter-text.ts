/** A quoted text is a value, never a connector; a bar stands between values. */
export type FilterToken = {
  kind: "word" | "quoted" | "operator" | "bar";
  text: string;
  /** Where it stands in the filter, its quotes included. */
  from: number;
  to: number;
};

/** Within quotes a quote is written twice. */
const TOKEN = /"((?:[^"]|"")*)"|(!=|<=|>=|[=<>~≤≥≠])|(\|)|([^\s"=<>!~≤≥≠|]+|!)/g;

function tokensOf(text: string): FilterToken[] {
  return [...text.matchAll(TOKEN)].map(([whole, quoted, operator, bar], index, all): FilterToken => {
    const from = all[index]?.index ?? 0;
    const place = { from, to: from + whole.length };
    if (quoted !== undefined) return { kind: "quoted", text: quoted.replaceAll('""', '"'), ...place };
    if (operator !== undefined) return { kind: "operator", text: operator, ...place };
    return { kind: bar === undefined ? "word" : "bar", text: whole, ...place };
  });
}

/** The conditions of a filter: one of the outer list has to hold, with all that it lists. At least one, which may say nothing. */
export function conditionsOf(text: string): FilterToken[][][] {
  return split(tokensOf(text), "or").map((tokens) => split(tokens, "and"));
}

/** Parts between connectors; one that is still being typed is left out. */
function split(tokens: readonly FilterToken[], connector: "and" | "or"): FilterToken[][] {
  const parts: FilterToken[][] = [[]];
  for (const token of tokens) {
    if (token.kind === "word" && token.text.toLowerCase() === connector) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  const said = parts.filter((part) => part.length > 0);
  return said.length > 0 ? said : [[]];
}

/** The conditions as they were written, in the same lists. */
export function conditionTexts(text: string): string[][] {
  const written = (tokens: readonly FilterToken[]) => text.slice(tokens[0]?.from ?? 0, tokens.at(-1)?.to ?? 0);
  return conditionsOf(text)
    .map((all) => all.map(written).filter((condition) => condition !== ""))
    .filter((all) => all.length > 0);
}

/** The filter of such conditions. */
export const joinConditions = (texts: readonly (readonly string[])[]): string =>
  texts
    .filter((all) => all.length > 0)
    .map((all) => all.join(" and "))
    .join(" or ");

/** The filter without one of its conditions. */
export const withoutCondition = (text: string, alternative: number, place: number): string =>
  joinConditions(
    conditionTexts(text).map((all, index) => (index === alternative ? all.filter((_, at) => at !== place) : all)),
  );

/** The filter with one more condition, which has to hold whatever else does. */
export function withCondition(text: string, condition: string): string {
  const texts = conditionTexts(text);
  return joinConditions(texts.length === 0 ? [[condition]] : texts.map((all) => [...all, condition]));
}

export const FILTER_OPERATORS = ["=", "!=", "~", "<", "<=", ">", ">="] as const;
export type FilterOperator = (typeof FILTER_OPERATORS)[number];

/** Those that take several values: `=` and `~` want one of them, `!=` none. */
export const OF_SEVERAL: readonly FilterOperator[] = ["=", "!=", "~"];

/** A comparison as it is typed. */
export const writeComparison = (name: string, operator: FilterOperator, values: readonly string[]): string =>
  `${inQuotes(name)} ${operator} ${values.map(inQuotes).join(" | ")}`;

/** Words that mean themselves wherever they stand. */
const PLAIN = /^[^\s"=<>!~≤≥≠|]+( [^\s"=<>!~≤≥≠|]+)*$/;
const CONNECTORS = /(^| )(and|or|not)( |$)/i;

const inQuotes = (text: string) =>
  PLAIN.test(text) && !CONNECTORS.test(text) ? text : `"${text.replaceAll('"', '""')}"`;
