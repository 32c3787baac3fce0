import { expect, it } from "vitest";
import { AppError } from "../../errors";
import { readNdjson } from "./read-ndjson";

const NOW_MS = Date.UTC(2026, 0, 31, 12);
const line = (given: object = {}) => JSON.stringify({ cell: "A", time: NOW_MS, voltage: 3, current: 1, ...given });
const read = (text: string) => readNdjson(Buffer.from(text), { nowMs: NOW_MS, startedAtUs: null });

function refusalOf(text: string): AppError {
  try {
    read(text);
  } catch (cause) {
    if (cause instanceof AppError) return cause;
    throw cause;
  }
  throw new Error("the body was taken");
}

it.each([
  ["line feeds", `${line()}\n${line()}\n`],
  ["no end to the last line", `${line()}\n${line()}`],
  ["carriage returns", `${line()}\r\n${line()}\r\n`],
  ["empty lines", `\n${line()}\n\n  \r\n${line()}\n\n`],
  ["spaces around", `  ${line()} \n\t${line()}`],
  ["a byte order mark", `\uFEFF${line()}\n${line()}`],
])("reads lines with %s", (_, text) => {
  const { samples, series } = read(text);
  expect(samples).toBe(2);
  expect([...(series[0]?.samples.record ?? [])]).toEqual([0, 1]);
});

it.each([
  ["half a line", `${line()}\n{"cell":`, 2],
  ["a sample over two lines", `${line()}\n\n{"cell":"A",\n"time":1}`, 3],
  ["two samples on a line", `${line()}${line()}\n`, 1],
  ["two samples with a comma", `${line()},${line()}\n`, 1],
  // Lines that would be one list together: none of them is a sample.
  ["a list that goes on", `{"a":[{}\n{}],"b":1},{}`, 1],
  ["a text that goes on", '{"cell":"A}\n{B"}', 1],
  ["a text that goes on, and a sample to make up for it", `{"cell":"A}\n{B"},${line()}`, 1],
  ["NaN", `${line().replace('"voltage":3', '"voltage":NaN')}`, 1],
])("does not take %s for lines of JSON", (_, text, row) => {
  const error = refusalOf(text);
  expect([error.kind, error.problems]).toEqual(["malformed", [{ row, message: expect.any(String) }]]);
});

it.each<[string, string, { row: number; message: string }[]]>([
  [
    "a bad value",
    `${line()}\n\n${line({ voltage: "3" })}\n`,
    [{ row: 3, message: expect.stringContaining("voltage: expected a number") }],
  ],
  ["an unknown name", line({ volts: 3 }), [{ row: 1, message: expect.stringContaining("not a known name") }]],
  ["a list", `${line()}\n[1]`, [{ row: 2, message: expect.stringContaining("expected an object") }]],
  ["no object", "7", [{ row: 1, message: expect.stringContaining("expected an object") }]],
  ["nothing but empty lines", "\n \n", []],
])("refuses %s, and says where", (_, text, problems) => {
  const error = refusalOf(text);
  expect([error.kind, error.problems]).toEqual(["invalid_input", problems]);
});

it("answers too_large to too many lines, however they are written", () => {
  expect(refusalOf(`${line()}\n`.repeat(50_001)).kind).toBe("too_large");
  expect(refusalOf(`${line()} \n`.repeat(50_001)).kind).toBe("too_large");
  expect(refusalOf(`${line()}\n${" \n".repeat(1e6)}${line()}`).kind).toBe("too_large");
});
