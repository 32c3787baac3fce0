import { expect, it, vi } from "vitest";
import { z } from "zod";
import { AppError, toAppError } from "./errors";

it("points to what is wrong, with escaped and shortened names", () => {
  const schema = z.strictObject({ samples: z.array(z.object({ "a/b": z.number() })) });
  const long = "x".repeat(1000);
  const error = toAppError(schema.safeParse({ samples: [{ "a/b": "1" }], "c~d/e": 1, [long]: 2 }).error);
  expect(error.kind).toBe("invalid_input");
  expect(error.problems).toEqual([
    { pointer: "/samples/0/a~1b", message: expect.stringContaining("number") },
    { pointer: "/c~0d~1e", message: '"c~d/e" is not a known name here' },
    { pointer: `/${"x".repeat(128)}…`, message: `"${"x".repeat(128)}…" is not a known name here` },
  ]);
});

it("knows an error of another copy of this module", async () => {
  vi.resetModules();
  const other = await import("./errors");
  expect(other.AppError).not.toBe(AppError);
  expect(toAppError(new other.AppError("conflict", "There already."))).toMatchObject({ kind: "conflict" });
  expect(new Error("anything") instanceof AppError).toBe(false);
});
