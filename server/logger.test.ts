import { z } from "zod";
import { pino } from "pino";
import { afterEach, beforeEach, expect, it } from "vitest";
import { AppError, toAppError } from "./errors";
import { logger } from "./logger";

const stream = Reflect.get(logger, pino.symbols.streamSym);
const write = stream.write;
const { level } = logger;
let lines: string[] = [];
beforeEach(() => {
  lines = [];
  stream.write = (line: string) => lines.push(line);
  logger.level = "info";
});
afterEach(() => {
  stream.write = write;
  logger.level = level;
});
const LONG = 5_000_000;

it("cuts what a sender says, in messages, causes and fields", () => {
  const key = "k".repeat(LONG);
  const cause = z.strictObject({}).safeParse({ [key]: 1 }).error;
  logger.error(
    { error: new AppError("invalid_input", "x".repeat(LONG), { cause }), path: "/".repeat(LONG) },
    "refused",
  );
  logger.warn(
    { error: toAppError(cause), deep: { a: { b: { c: { d: { e: key } } } } }, list: Array(LONG).fill(1) },
    "m",
  );
  expect(lines).toHaveLength(2);
  for (const line of lines) expect(line.length).toBeLessThan(10_000);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ error: { kind: "invalid_input", type: "AppError" } });
  expect(lines[0]).not.toContain("ZodError"); // it is the sender's doing
});

it("leaves out what is a customer's: rows, tables and what was put in", () => {
  const secret = "PATENT-7: 4.2 V";
  const error = Object.assign(new RangeError("the file cannot be read"), {
    table: [[secret]],
    firstRows: secret,
    detail: `Key (name)=(${secret}) already exists.`,
    where: `COPY samples, line 1: ${secret}`,
  });
  logger.error({ error, input: secret, format: { firstRows: [secret], name: "csv" } }, "m");
  expect(lines.join("")).not.toContain(secret);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    error: { type: "RangeError", message: "the file cannot be read" },
    format: { name: "csv" },
  });
});

it("leaves out keys and grants, also where a text is cut within one", () => {
  const secrets = [`ct_${"k".repeat(43)}`, `ct_g_${"g".repeat(43)}`];
  const url = `/api/v1/cells/A/cycles?grant=${secrets[1]}&format=csv`;
  logger.error({ error: new Error(`no answer to ${url}`), url, deep: { list: secrets } }, "m");
  logger.error({ url: `${"/".repeat(470)}${secrets[1]}` }, "m");
  for (const line of lines) expect(line).not.toMatch(/[kg]{20}/);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ url: "/api/v1/cells/A/cycles?grant=ct_…&format=csv" });
});
