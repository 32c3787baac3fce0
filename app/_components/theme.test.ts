import { globSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

it("is the one source of colours: styles of pages have none of their own, but for shadows and paper", () => {
  const own = globSync("app/**/*.css").flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\((?!0 0 0 \/)/gi)]
      .filter(([colour]) => colour !== "#fff")
      .map(([colour]) => `${file}: ${colour}`),
  );
  expect(own).toEqual([]);
});
