import { globSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

/** Text that a reader enlarges in the browser's settings grows where sizes are in rem; px stay as they are. */
const FIXED_TEXT = /^\s*(font-size|line-height|min-height|height):\s*[^;]*\d{2,}px/m;

it("lets all text grow with the size that the reader has set", () => {
  const sheets = globSync("app/**/*.css");
  expect(sheets.length).toBeGreaterThan(30);
  expect(sheets.filter((path) => FIXED_TEXT.test(readFileSync(path, "utf8")))).toEqual([]);
});
