import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import ts from "typescript";
import { expect, it } from "vitest";

const MOST = 10;
/** A function that should stay whole says why, in the line above it. */
const REASON = /^\s*\/\/ complexity: \S.{10,}/;
const SHORT_CIRCUITS = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
]);
const BRANCHES = new Set([
  ts.SyntaxKind.IfStatement,
  ts.SyntaxKind.ConditionalExpression,
  ts.SyntaxKind.ForStatement,
  ts.SyntaxKind.ForOfStatement,
  ts.SyntaxKind.ForInStatement,
  ts.SyntaxKind.WhileStatement,
  ts.SyntaxKind.DoStatement,
  ts.SyntaxKind.CaseClause,
  ts.SyntaxKind.CatchClause,
]);

const isBranch = (node: ts.Node) =>
  BRANCHES.has(node.kind) || (ts.isBinaryExpression(node) && SHORT_CIRCUITS.has(node.operatorToken.kind));

/** Ways through a function (McCabe 1976), those of functions inside it apart. */
function complexityOf(body: ts.Node): number {
  let count = 1;
  const visit = (node: ts.Node) => {
    if (ts.isFunctionLike(node)) return;
    if (isBranch(node)) count += 1;
    ts.forEachChild(node, visit);
  };
  visit(body);
  return count;
}

/** As many ways as a whole source can have at most, by its words: most sources need not be parsed. */
const waysAtMost = (text: string): number =>
  1 + (text.match(/\b(?:if|for|while|do|case|catch)\b|&&|\|\||\?/g)?.length ?? 0);

/** Functions of a source over the limit that give no reason, as "file:line name complexity". */
function tooComplex(file: string, text: string): string[] {
  if (waysAtMost(text) <= MOST) return [];
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const lines = text.split("\n");
  const found: string[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isFunctionLike(node) && "body" in node && node.body) {
      const complexity = complexityOf(node.body);
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line;
      const name = node.name?.getText() ?? "(anonymous)";
      if (complexity > MOST && !REASON.test(lines[line - 1] ?? ""))
        found.push(`${file}:${line + 1} ${name} ${complexity}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const SOURCES = execFileSync("git", ["ls-files", "*.ts", "*.tsx", "*.mjs"], { encoding: "utf8" }).trim().split("\n");

it("finds no function with more than ten ways through it that does not say why", { timeout: 120_000 }, () => {
  expect(SOURCES.length).toBeGreaterThan(500);
  expect(SOURCES.flatMap((file) => tooComplex(file, readFileSync(file, "utf8")))).toEqual([]);
});

it("counts every branch, and lets a reason stand", () => {
  const ifs = Array.from({ length: 10 }, (_, index) => `if (x === ${index}) return ${index};`).join("\n");
  expect(tooComplex("planted.ts", `function f(x) {\n${ifs}\n}`)).toEqual(["planted.ts:1 f 11"]);
  expect(tooComplex("planted.ts", `function f(x) {\n${ifs.replace("if (x === 0) return 0;", "")}\n}`)).toEqual([]);
  expect(tooComplex("planted.ts", `// complexity: a table of ten cases\nfunction f(x) {\n${ifs}\n}`)).toEqual([]);
});
