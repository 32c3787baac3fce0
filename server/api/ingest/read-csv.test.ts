import fc from "fast-check";
import { expect, it } from "vitest";
import { AppError } from "../../errors";
import type { IngestContext } from "./ingest-batch";
import { CsvFields } from "./csv-fields";
import { readCsv } from "./read-csv";

const NOW_MS = Date.UTC(2026, 0, 31, 12);
const HEADER = "cell,time,voltage,current";
const START: IngestContext = { nowMs: NOW_MS, startedAtUs: null };
const read = (text: string | Buffer, context = START) => readCsv(Buffer.from(text), context);

function refusalOf(text: string | Buffer): AppError {
  try {
    read(text);
  } catch (cause) {
    if (cause instanceof AppError) return cause;
    throw cause;
  }
  throw new Error("the body was taken");
}

it("reads quoted and empty fields, spaces, both line ends, empty lines and a byte order mark", () => {
  const text = [
    '\uFEFF"cell",time, voltage ,current,cycle,mode,test\r',
    `"the ""best"", so far",${NOW_MS},3.7,-1.5e-3,,rest,`,
    "",
    `"the ""best"", so far","2026-01-31T11:59:00Z"," 3.8 ",+.5, 2 ,,""\r`,
    `,1,1,1,1,rest,`.replace(",1,", `B,${NOW_MS},`),
  ].join("\n");
  const { series, samples } = read(text);
  expect(samples).toBe(3);
  expect(series.map(({ cell, test }) => [cell, test])).toEqual([
    ['the "best", so far', ""],
    ["B", ""],
  ]);
  const columns = series[0]?.samples;
  expect([...(columns?.voltageV ?? [])]).toEqual([3.8, 3.7]);
  expect([...(columns?.currentA ?? [])]).toEqual([0.5, -0.0015]);
  expect([...(columns?.cycle ?? [])]).toEqual([2, -2147483648]);
});

it("reads a file of the Battery Data Format with its labels, from the time it began", () => {
  const text =
    "Test Time / s,Voltage / V,Current / A,cell,Step Type,Power / W\n0,3.7,0.1,A,CC_CHG,0.37\n1,3.6,-0.1,A,CC_DCH,\n";
  const { series, ignored } = read(text, { nowMs: NOW_MS, startedAtUs: 1e15 });
  expect([...(series[0]?.samples.timeUs ?? [])]).toEqual([1e15, 1e15 + 1e6]);
  expect([...(series[0]?.samples.mode ?? [])]).toEqual([0, 1]);
  expect(ignored).toEqual(["Power / W"]);
});

const rows = (...lines: string[]) => [HEADER, ...lines].join("\n");
const good = `A,${NOW_MS},3,1`;

it.each<[string, string, [row: number, message: string][]]>([
  ["a missing column", `cell,time,voltage\nA,${NOW_MS},3`, [[1, "current: missing"]]],
  ["no time and no start", `cell,test_time_second,voltage,current\n${good}`, [[1, "time: missing"]]],
  ["a name that appears twice", `${HEADER},voltage\n${good},3`, [[1, "voltage: appears twice"]]],
  [
    "an ignored name that stands twice",
    `${HEADER},power_watt,power_watt\n${good},3,3`,
    [[1, "power_watt: appears twice"]],
  ],
  ["a name and its alias", `${HEADER},voltage_volt\n${good},3`, [[1, 'voltage_volt: means the same as "voltage"']]],
  ["an unknown name", `${HEADER},volts\n${good},3`, [[1, 'volts: "volts" is not a known name']]],
  ["a comma at the end of the header", `${HEADER},\n${good},`, [[1, ': "" is not a known name']]],
  ["semicolons", `${HEADER.replaceAll(",", ";")}\n`, [[1, "separate the columns by commas"]]],
  ["a row that is short", rows(good, "A,1,2"), [[3, "has 3 fields, and the header 4"]]],
  ["a row that is long", rows(`${good},`, good), [[2, "has 5 fields, and the header 4"]]],
  ["an empty voltage", rows(`A,${NOW_MS},,1`), [[2, "voltage: expected a number from −1000 to 1000; it is missing"]]],
  ["NaN", rows(`A,${NOW_MS},NaN,1`), [[2, 'voltage: expected a number from −1000 to 1000, not the text "NaN"']]],
  [
    "infinity",
    rows(`A,${NOW_MS},inf,-Infinity`),
    [
      [2, "voltage:"],
      [2, "current:"],
    ],
  ],
  [
    "1e400",
    rows(`A,${NOW_MS},1e400,1`),
    [[2, "voltage: expected a number from −1000 to 1000, not an infinite number"]],
  ],
  ["a hexadecimal number", rows(`A,${NOW_MS},0x10,1`), [[2, "voltage:"]]],
  ["a decimal comma", rows(`A,${NOW_MS},"3,7",1`), [[2, "voltage:"]]],
  ["two dots", rows(`A,${NOW_MS},3.7.1,1`), [[2, "voltage:"]]],
  ["half an exponent", rows(`A,${NOW_MS},3e,1`), [[2, "voltage:"]]],
  ["seconds", rows(`A,${NOW_MS / 1000},3,1`), [[2, "time: looks like seconds"]]],
  ["no cell", rows(`,${NOW_MS},3,1`), [[2, "cell: expected the name of a cell; it is missing"]]],
  [
    "a line end in a name",
    rows(`"A\nB",${NOW_MS},3,1`, `A,${NOW_MS},x,1`),
    [
      [2, "cell:"],
      [4, "voltage:"],
    ],
  ],
  ["NUL in a name", rows(`A\u0000,${NOW_MS},3,1`), [[2, "cell:"]]],
])("refuses %s, and says where", (_, text, problems) => {
  const error = refusalOf(text);
  expect(error.kind).toBe("invalid_input");
  expect(error.problems.map((problem) => ["row" in problem ? problem.row : 0, problem.message])).toEqual(
    problems.map(([row, message]) => [row, expect.stringContaining(message)]),
  );
});

it.each([
  ["a quoted field that does not end", rows(good, `"A,${NOW_MS},3,1`)],
  ["more behind a quoted field", rows(good, `"A" ,${NOW_MS},3,1`)],
])("does not take %s for CSV", (_, text) => {
  const error = refusalOf(text);
  expect([error.kind, error.problems]).toEqual(["malformed", [{ row: 3, message: expect.any(String) }]]);
});

it("does not take broken UTF-8, a header alone, or too many rows", () => {
  expect(refusalOf(Buffer.concat([Buffer.from(`${HEADER}\n`), Buffer.from([0xff])])).kind).toBe("malformed");
  expect(refusalOf(`${HEADER}\n\r\n`).kind).toBe("invalid_input");
  expect(refusalOf(`${HEADER}\n${`${good}\n`.repeat(50_001)}`).kind).toBe("too_large");
  expect(refusalOf(`${HEADER}\n${"x,1,1,1\n".repeat(5000)}`).problems).toHaveLength(100);
});

/** The number that the first field of a text is, read by the fast way. */
function numberOf(text: string): number {
  return new CsvFields(Buffer.from(text)).nextNumber();
}

it("reads every number as JavaScript does, or leaves it to it", () => {
  const written = fc.oneof(
    fc.double({ noNaN: true }).map(String),
    fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 20n }), fc.nat(25)).map(([digits, decimals]) => {
      const padded = String(digits).padStart(decimals + 1, "0");
      return `${padded.slice(0, padded.length - decimals)}.${padded.slice(padded.length - decimals)}`;
    }),
    fc.double({ min: -1e4, max: 1e4, noNaN: true }).map((value) => value.toFixed(6)),
    fc.string({ unit: fc.constantFrom(..."0123456789.-+eE xn"), minLength: 1, maxLength: 6 }),
  );
  let fast = 0;
  fc.assert(
    fc.property(written, fc.constantFrom(",", "\n", "\r\n", ""), (text, end) => {
      const number = numberOf(`${text}${end}`);
      if (Number.isNaN(number)) return;
      fast++;
      expect(Object.is(number, Number(text))).toBe(true);
    }),
    { numRuns: 5000 },
  );
  expect(fast).toBeGreaterThan(1000);
});
