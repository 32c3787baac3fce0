import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

// Whatever a user sends, a file, a body, a query or what is typed, may meet a regular expression: each has to take time that grows with the text,
// and no faster. All are tried, for none tells by itself whose text it meets.

/** A regular expression between slashes, as this project writes them: after a bracket, comma, mark of assignment, or at the start of a line. */
const LITERAL = /(?:^|[(,=:?[|&!]|return)\s*\/(?![*/ ])((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+)\/([dgimsuvy]*)/gm;
/** In the comment above or beside an expression: its text is cut to this many characters first. */
const CUT = /[Cc]ut to (\d[\d,]*) characters/;
const LONGEST = 100_000;
/** A text that takes less shows no growth. */
const NOTICEABLE_MS = 3;
/** Twice the text may take twice the time; four times would be of a square. */
const MOST_GROWTH = 3.2;

type Expression = { file: string; line: number; pattern: RegExp; longest: number };

function expressionsOf(file: string): Expression[] {
  const text = readFileSync(file, "utf8");
  const lines = text.split("\n");
  return [...text.matchAll(LITERAL)].map((found) => {
    const [whole, source = "", flags = ""] = found;
    const line = text.slice(0, found.index + whole.indexOf("/")).split("\n").length;
    const comment = CUT.exec(lines.slice(Math.max(0, line - 3), line).join("\n"))?.[1];
    const longest = comment === undefined ? LONGEST : Number(comment.replaceAll(",", ""));
    return { file, line, pattern: new RegExp(source, flags.replace("y", "")), longest };
  });
}

const files = ["app", "server", "workers"]
  .flatMap((room) => readdirSync(room, { recursive: true, encoding: "utf8" }).map((name) => `${room}/${name}`))
  .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
  .filter((name) => !/^server\/(?:testing|data\/generated)\//.test(name))
  .toSorted();
const expressions = files.flatMap(expressionsOf);

/** Texts of what an expression names and of what separates such things: alone, in turns, and with an end that fits nothing. */
function units({ source }: RegExp): string[] {
  const plain = source.replaceAll(/\\[dDwWsSbB]|\\p\{\w+\}|[\\^$*+?(){}|[\]]/g, " ");
  const named = [...new Set([...plain])].filter((character) => character.trim() !== "").slice(0, 24);
  const common = [" ", "\t", "0", "a", ".", "-", ":", '"', "[", "(", ",", "/"];
  const single = [...new Set([...common, ...named])];
  const pairs = single.slice(0, 20).flatMap((left) => [" ", "0", "-"].map((right) => `${left}${right}`));
  return [...single, ...pairs];
}

function timeMs(pattern: RegExp, text: string): number {
  const begun = process.cpuUsage();
  text.replace(pattern, ""); // as `exec`, and from every place where it is global
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1000;
}

/** Why an expression is too slow for a unit; null where it is not. Each length is tried only when half of it was fast. */
function slowness({ pattern, longest }: Expression, unit: string, around: readonly [string, string]): string | null {
  let [beforeMs, strikes] = [0, 0];
  for (let length = 25; length <= longest; length *= 2) {
    const text = `${around[0]}${unit.repeat(length / unit.length)}${around[1]}`;
    const once = timeMs(pattern, text);
    // What may count is measured again: the first time may have been another program's doing.
    const ms = once > NOTICEABLE_MS / 4 ? Math.min(once, timeMs(pattern, text)) : once;
    const isSteep = ms > NOTICEABLE_MS && beforeMs > NOTICEABLE_MS / 4 && ms > MOST_GROWTH * beforeMs;
    strikes = isSteep ? strikes + 1 : 0;
    // Once may be another program's doing.
    if (strikes === 2) return `${JSON.stringify(unit)} × ${length}: ${beforeMs} → ${ms} ms`;
    if (ms > 1000) return `${JSON.stringify(unit)} × ${length}: ${ms} ms`;
    beforeMs = ms;
  }
  return null;
}

it("finds the expressions", () => {
  expect(expressions.length).toBeGreaterThan(60);
});

it("finds all of them: an expression made of text cannot be found", () => {
  const made = files.filter((file) => readFileSync(file, "utf8").includes("new RegExp("));
  expect(made).toEqual([
    "app/labs/[labSlug]/import/_assignment/name-pattern.ts", // a person's own pattern, on names of files in their own browser
    "server/importers/numbers/parse-number.ts", // of a decimal mark and a thousands separator, each one of five
    "server/jobs/admission.ts", // over what Redis says of itself
  ]);
});

it.each<[string, Expression]>(
  expressions.map((expression) => [`${expression.file}:${expression.line} ${expression.pattern}`, expression]),
)(
  "%s",
  (_, expression: Expression) => {
    const found = units(expression.pattern).flatMap((unit) =>
      (
        [
          ["", "\n!"],
          ["x1", "\n!"],
        ] as const
      ).map((around) => slowness(expression, unit, around)),
    );
    expect(found.filter((slow) => slow !== null)).toEqual([]);
  },
  60_000,
);
