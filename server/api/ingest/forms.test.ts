import fc from "fast-check";
import { expect, it } from "vitest";
import { SENT_MODES } from "../../domain/samples/sample-columns";
import type { IngestBatch, IngestContext } from "./ingest-batch";
import { formOf, readForm } from "./forms";

const NOW_MS = Date.UTC(2026, 0, 31, 12);
const CONTEXT: IngestContext = { nowMs: NOW_MS, startedAtUs: null };

type Sent = Record<string, string | number | null>;

function readAs(contentType: string, text: string): IngestBatch {
  const content = Buffer.from(text);
  return readForm(formOf(new Headers({ "Content-Type": contentType })), content, CONTEXT);
}

const quoted = (value: string | number | null) =>
  typeof value === "string" && /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : String(value ?? "");
const csv = (names: string[], samples: Sent[]) =>
  [names, ...samples.map((sample) => names.map((name) => sample[name] ?? null))]
    .map((row) => row.map(quoted).join(","))
    .join("\n");

/** The same samples in every form; in series each of its own cell and test, as their order has it. */
function readInEveryForm(names: string[], samples: Sent[]): IngestBatch[] {
  const series = samples.map((sample) =>
    Object.fromEntries(Object.entries(sample).map(([name, value]) => [name, name === "cell" ? value : [value]])),
  );
  return [
    readAs("application/json", JSON.stringify({ samples })),
    readAs("application/json; charset=utf-8", JSON.stringify({ series })),
    readAs("application/x-ndjson", samples.map((sample) => `${JSON.stringify(sample)}\n`).join("")),
    readAs("text/csv", csv(names, samples)),
    readAs('Text/CSV; charset="UTF-8"; header=present', `\uFEFF${csv(names, samples).replaceAll("\n", "\r\n")}\r\n`),
  ];
}

const finite = (limit: number) => fc.double({ min: -limit, max: limit, noNaN: true });
const ordinal = fc.option(fc.integer({ min: 0, max: 2 ** 31 - 2 }));
const text = fc.constantFrom("A-01", "B", 'the "best", so far', "Zelle ü", "  padded");
const sample = fc.record({
  cell: text,
  test: fc.option(text),
  time: fc.oneof(
    fc.integer({ min: Date.UTC(1990, 0, 1), max: NOW_MS }),
    fc.double({ min: Date.UTC(1990, 0, 1), max: NOW_MS, noNaN: true }),
    fc
      .date({ min: new Date("1990-01-01"), max: new Date(NOW_MS), noInvalidDate: true })
      .map((date) => date.toISOString()),
  ),
  voltage: finite(1000),
  current: finite(1e4),
  temperature: fc.option(finite(1e300)),
  testTime: fc.option(finite(1e10)),
  cycle: fc.option(fc.oneof(fc.integer(), finite(1e3))),
  step: ordinal,
  stepCount: ordinal,
  record: ordinal,
  mode: fc.option(fc.constantFrom(...SENT_MODES, "CC_DChg", "OCV")),
});

it("reads the same batch from every form", () => {
  const NAMES = Object.keys(fc.sample(sample, 1)[0] ?? {});
  fc.assert(
    fc.property(fc.array(sample, { minLength: 1, maxLength: 6 }), (samples) => {
      const [rows, ...others] = readInEveryForm(NAMES, samples);
      for (const other of others) expect(other).toEqual(rows);
    }),
    { numRuns: 1000 },
  );
});

it("takes exactly what rows may say as lines, too", () => {
  const value = fc.constantFrom<unknown>(0, 1.5, -1, NOW_MS, "A", "rest", "", null, true, [], {}, [{}], {
    a: { b: 1 },
  });
  const row = fc.oneof(
    fc.dictionary(fc.constantFrom("cell", "time", "voltage", "current", "cycle", "mode", "power_watt", "x"), value),
    fc.constant({ cell: "A", time: NOW_MS, voltage: 3, current: 1 }),
    value,
  );
  const outcomeOf = (contentType: string, body: string) => {
    try {
      return readAs(contentType, body);
    } catch (cause) {
      return `${cause}`;
    }
  };
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 3 }), (samples) => {
      const lines = samples.map((line) => JSON.stringify(line)).join("\n");
      const asRows = outcomeOf("application/json", JSON.stringify({ samples }));
      expect(outcomeOf("application/x-ndjson", lines)).toEqual(asRows);
    }),
    { numRuns: 2000 },
  );
});

it.each([
  ["application/json; charset=latin1"],
  ["text/csv; header=absent"],
  ["application/ndjson-seq"],
  ["text/plain"],
  [""],
])("does not know %s", (contentType) => {
  expect(() => readAs(contentType, "{}")).toThrow(expect.objectContaining({ kind: "unsupported_media_type" }));
});
