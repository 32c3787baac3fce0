import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import ts from "typescript";
import { expect, it } from "vitest";

const DOMAIN = "server/domain/";
const filesOf = (...patterns: string[]) =>
  execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", ...patterns], { encoding: "utf8" })
    .trim()
    .split("\n");
const isTest = (file: string) => /\.test\.tsx?$/.test(file);

type Exported = { name: string; isDocumented: boolean };

/** Functions and classes that a source exports. */
function exportedFunctions(file: string, text: string): Exported[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  return source.statements.flatMap((statement) => {
    const isDocumented = ts.getJSDocCommentsAndTags(statement).length > 0;
    return isExported(statement) ? functionNames(statement).map((name) => ({ name, isDocumented })) : [];
  });
}

const isExported = (statement: ts.Statement) =>
  ts.canHaveModifiers(statement) &&
  (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);

function functionNames(statement: ts.Statement): string[] {
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) return [statement.name?.text ?? ""];
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations
    .filter(
      ({ initializer }) => initializer && (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer)),
    )
    .map(({ name }) => name.getText());
}

/** What a source imports from the domain, as "folder/file name". */
function importedFromDomain(text: string): string[] {
  return [...text.matchAll(/import\s*\{([^}]*)\}\s*from\s*"[^"]*domain\/([^"]+)"/g)].flatMap(([, names = "", file]) =>
    names.split(",").map((name) => `${file} ${name.trim().split(" as ")[0]}`),
  );
}

const names = (text: string, name: string) => new RegExp(`\\b${name}\\b`).test(text);

const SOURCES = filesOf(`${DOMAIN}*.ts`).filter((file) => !isTest(file));
const USED_OUTSIDE = new Set(
  filesOf("*.ts", "*.tsx")
    .filter((file) => !isTest(file) && !/^(server\/(domain|testing|data\/generated)|e2e)\//.test(file))
    .flatMap((file) => importedFromDomain(readFileSync(file, "utf8"))),
);
const TESTS = filesOf(`${DOMAIN}*.test.ts`).map((file) => ({ file, text: readFileSync(file, "utf8") }));
/** Of a folder, and of rooms in it. */
const testsIn = (folder: string) => TESTS.filter(({ file }) => file.startsWith(`${folder}/`));

it("finds a comment on every function that the domain exports", () => {
  const found = SOURCES.flatMap((file) =>
    exportedFunctions(file, readFileSync(file, "utf8")).map((one) => ({ file, ...one })),
  );
  expect(found.length).toBeGreaterThan(200);
  expect(found.filter(({ isDocumented }) => !isDocumented).map(({ file, name }) => `${file} ${name}`)).toEqual([]);
});

it("finds every function of the domain that others call in a test beside it", () => {
  const called = SOURCES.flatMap((file) => {
    const path = file.slice(DOMAIN.length).replace(/\.ts$/, "");
    return exportedFunctions(file, readFileSync(file, "utf8"))
      .filter(({ name }) => USED_OUTSIDE.has(`${path} ${name}`))
      .map(({ name }) => ({ file, name }));
  });
  expect(called.length).toBeGreaterThan(100);
  const untested = called.filter(({ file, name }) => !testsIn(dirname(file)).some(({ text }) => names(text, name)));
  expect(untested.map(({ file, name }) => `${file} ${name}`)).toEqual([]);
});

it("sees what is missing", () => {
  const text =
    "export function bare() {}\n/** Told. */\nexport const told = () => 1;\nexport const LIST = [1];\nfunction own() {}";
  expect(exportedFunctions("planted.ts", text)).toEqual([
    { name: "bare", isDocumented: false },
    { name: "told", isDocumented: true },
  ]);
  expect(importedFromDomain('import { a, type B, c as d } from "@/server/domain/cycles/runs";')).toEqual([
    "cycles/runs a",
    "cycles/runs type B",
    "cycles/runs c",
  ]);
});
