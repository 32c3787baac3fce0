import { globSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

/** What a native speaker of the trade would not say, and what is said for it. */
const WORDS: readonly (readonly [not: RegExp, say: string])[] = [
  [/\bis no more\b(?! than)/i, "was deleted, removed, renamed"],
  [/\b(?:takes?|taken|took) back\b/i, "roll back, revoke"],
  [/\b(?:gives?|given|gave) back\b/i, "restore, free, release, return"],
  [/\bcount(?:s|ed|ing)? (?:it |them |a test )?again\b/i, "recompute"],
  [/\bburied\b/i, "tombstoned, deleted"],
  [/\bWho are you\b/i, "Unauthorized"],
  [/\bnobody can tell\b/i, "Outcome unknown"],
  [/\bcolumn line\b/i, "header row"],
  [/\bmarks between thousands\b/i, "thousands separator"],
  [/\bis not there any more\b/i, "was deleted"],
];

it("says what the trade says, in code, comments and messages", () => {
  const files = globSync("{app,server,workers,scripts,bench,faults,ha}/**/*.{ts,tsx,mjs}").filter(
    (file) => !file.includes("data/generated/") && !file.endsWith("scripts/words.test.ts"),
  );
  expect(files.length).toBeGreaterThan(1000);
  const found = files.flatMap((file) => {
    const text = readFileSync(file, "utf8");
    return WORDS.filter(([not]) => not.test(text)).map(([not, say]) => `${file}: ${not.source}; say: ${say}`);
  });
  expect(found).toEqual([]);
});
