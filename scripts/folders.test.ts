import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { expect, it } from "vitest";

/** A stranger who opens a folder sees so many sources at the most, its tests and styles aside. */
const MOST_SOURCES = 20;
const MOST_LINES = 300;
/** So many lines that stand in two places, to the letter, are one function that is not written yet. */
const COPIED_LINES = 12;

const IS_TEST = /\.(test|spec)\.tsx?$/;
const FILES = execFileSync("git", ["ls-files", "*.ts", "*.tsx", "*.mjs", "*.cjs"], { encoding: "utf8" })
  .trim()
  .split("\n");
const SOURCES = FILES.filter((file) => !IS_TEST.test(file));

/** Folders with more sources than that, as "folder count". */
function crowded(files: readonly string[]): string[] {
  const folders = Map.groupBy(files, (file) => dirname(file));
  return [...folders].filter(([, own]) => own.length > MOST_SOURCES).map(([folder, own]) => `${folder} ${own.length}`);
}

/** Places that begin a run of lines that stands elsewhere, too; blank lines and imports do not count. */
function copies(files: ReadonlyMap<string, string>): string[] {
  const seen = new Map<string, string>();
  const found: string[] = [];
  for (const [file, text] of files) {
    const numbered = text.split("\n").map((line, index) => ({ line: line.trim(), number: index + 1 }));
    const lines = numbered.filter(({ line }) => line !== "" && !/^import .* from |^\} from /.test(line));
    for (let at = 0; at + COPIED_LINES <= lines.length; at += 1) {
      const run = lines.slice(at, at + COPIED_LINES);
      const words = run.map(({ line }) => line).join("\n");
      const place = `${file}:${run[0]?.number}`;
      const first = seen.get(words);
      if (first === undefined) seen.set(words, place);
      else found.push(`${place} ~ ${first}`);
    }
  }
  return found;
}

/** Files of charts and tables, `prepare-…`, that are named like another one, or like a source that is not there. */
function misnamed(files: readonly string[]): string[] {
  const prepared = files.filter((file) => basename(file).startsWith("prepare-"));
  const sources = Map.groupBy(
    prepared.filter((file) => !IS_TEST.test(file)),
    (file) => basename(file).replace(/\.tsx?$/, ""),
  );
  const twice = [...sources.values()].filter(({ length }) => length > 1).flat();
  const ofNone = prepared.filter((file) => IS_TEST.test(file) && !sources.has(basename(file).replace(IS_TEST, "")));
  return [...twice, ...ofNone];
}

it("finds no two preparations of one name, and no test of one that is not there", () => {
  expect(misnamed(FILES)).toEqual([]);
  expect(misnamed(["a/prepare-x.ts", "b/prepare-x.ts", "a/prepare-x.test.ts"])).toHaveLength(2);
  expect(misnamed(["a/prepare-x.ts", "a/prepare-y.test.ts"])).toEqual(["a/prepare-y.test.ts"]);
});

it("finds no folder with more than twenty sources", () => {
  expect(SOURCES.length).toBeGreaterThan(1000);
  expect(crowded(SOURCES)).toEqual([]);
  expect(crowded(Array.from({ length: 21 }, (_, index) => `planted/${index}.ts`))).toEqual(["planted 21"]);
});

it("finds no source of more than 300 lines", () => {
  const lengths = SOURCES.map((file) => [file, readFileSync(file, "utf8").trimEnd().split("\n").length] as const);
  expect(lengths.filter(([, length]) => length > MOST_LINES)).toEqual([]);
});

it("finds no dozen lines that stand in two places", () => {
  const texts = new Map(SOURCES.map((file) => [file, readFileSync(file, "utf8")]));
  expect(copies(texts)).toEqual([]);
  const dozen = Array.from({ length: COPIED_LINES }, (_, index) => `  planted(${index});`).join("\n\n");
  expect(copies(new Map(Object.entries({ a: dozen, b: `first();\n${dozen}` })))).toEqual(["b:2 ~ a:1"]);
});
