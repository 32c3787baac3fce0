import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { importBytes, readFixture, refusalOf } from "../testing/imported-file";

const place = z.object({ line: z.int(), column: z.string().optional() });
const bad = z
  .array(
    z.object({
      file: z.string(),
      outcome: z.string(),
      errors: z.array(place).default([]),
      warnings: z.array(place).default([]),
    }),
  )
  .parse(JSON.parse(readFileSync("fixtures/expected/bad.json", "utf8")));

describe.each(bad)("$file", ({ file, outcome, errors, warnings }) => {
  const bytes = readFixture(file);

  if (outcome === "refused") {
    it("is refused, every place of it named", async () => {
      const { problems } = await refusalOf(bytes);
      const places = problems.map(({ row, column }) => (column === null ? { line: row } : { line: row, column }));
      expect(places).toEqual(errors);
    });
  } else {
    it("is accepted, with the warnings named", async () => {
      const { summary } = await importBytes(bytes);
      expect(summary.warnings.map(({ row }) => row)).toEqual(warnings.map(({ line }) => line));
    });
  }
});

it("says which columns it found where it knows no format", async () => {
  const { message } = await refusalOf(readFixture("bad/unsupported_test.csv"));
  expect(message).toContain("no known format");
  expect(message).toContain("cutoff_voltage");
});

it("leaves the half line out where the file may be partial", async () => {
  const { summary } = await importBytes(readFixture("bad/custom_truncated.csv"), { isPartial: true });
  expect(summary.samples).toBe(59);
  expect(summary.warnings).toEqual([{ row: 80, message: expect.stringContaining('cut off at "cycle"') }]);
});
