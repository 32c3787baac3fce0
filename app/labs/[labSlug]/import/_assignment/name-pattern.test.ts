import { expect, it } from "vitest";
import { matchFileName, placeholdersOf, stemOf } from "./name-pattern";

it("takes cell, test and metadata out of a file name", () => {
  const pattern = "{cell}_{test}_CH{channel}";
  expect(placeholdersOf(pattern)).toEqual(["cell", "test", "channel"]);
  expect(matchFileName(pattern, "A-01_formation_CH7.csv")).toEqual({ cell: "A-01", test: "formation", channel: "7" });
  expect(matchFileName(pattern, "a-01_rate_ch12.txt"), "either case").toEqual({
    cell: "a-01",
    test: "rate",
    channel: "12",
  });
  expect(matchFileName(pattern, "A-01_CH7.csv")).toBeNull();
  expect(matchFileName("", "A-01.csv")).toBeNull();
});

it("lets a star stand for anything, and other signs for themselves", () => {
  expect(matchFileName("{cell} (*)", "A-01 (copy 2).csv")).toEqual({ cell: "A-01" });
  expect(matchFileName("{cell} (*)", "A-01 copy.csv")).toBeNull();
  expect(matchFileName("{date}/{cell}", "A-01.csv")).toBeNull();
  expect(matchFileName("{cell}.{ending}", "A-01.034"), "with the ending where it is asked for").toEqual({
    cell: "A-01",
    ending: "034",
  });
});

it("takes a placeholder that comes twice only where both say the same", () => {
  expect(matchFileName("{cell}-{cell}", "7-7.csv")).toEqual({ cell: "7" });
  expect(matchFileName("{cell}-{cell}", "7-8.csv")).toBeNull();
});

it("knows a name without its endings", () => {
  expect(["A-01.bdf.csv.gz", "PreDiag_000229.034", "A.01 x", ".csv", "no ending"].map(stemOf)).toEqual([
    "A-01",
    "PreDiag_000229",
    "A.01 x",
    ".csv",
    "no ending",
  ]);
});
