import { expect, it } from "vitest";
import { tableStart } from "./table-start";

it("splits the rows below a line as the line was split, blank ones left out", () => {
  const lines = ["Messung 7", "wann;Klemme", "", "0;3,7", "60;3,8"];
  expect(tableStart({ headings: ["wann", "Klemme"], separator: ";", line: 2 }, lines)).toEqual({
    headings: ["wann", "Klemme"],
    firstRows: [
      ["0", "3,7"],
      ["60", "3,8"],
    ],
  });
});

it("asks nobody to name hundreds of columns", () => {
  const headings = Array.from({ length: 301 }, (_, index) => `c${index}`);
  expect(tableStart({ headings, separator: ",", line: 1 }, [headings.join(",")])).toBeNull();
});
