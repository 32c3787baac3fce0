import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { PREVIEW_BYTES, type PreviewSettings, readPreview } from "./read-preview";

const SETTINGS: PreviewSettings = {
  ...{ timeZone: "UTC", startedAtUs: null, isPartial: false, mapping: null, answers: {} },
  nominalCapacityAh: null,
};
const fixture = (name: string) => new Blob([readFileSync(`fixtures/${name}`)]);

it("shows what a cycler's file holds", async () => {
  const preview = await readPreview(fixture("neware_uio.csv"), SETTINGS);
  expect(preview).toMatchObject({
    kind: "readable",
    needsStart: false,
    beginningBytes: null,
    summary: { samples: 9065, cycles: 4, formatName: "Neware BTS, CSV" },
    sketch: { hours: expect.closeTo(144.04, 2) },
  });
});

it("asks when a file without a clock began, and shows the rest all the same", async () => {
  const preview = await readPreview(fixture("cyclers/sample.bdf.csv"), SETTINGS);
  expect(preview).toMatchObject({ kind: "readable", needsStart: true, summary: { samples: 3 } });
  const dated = await readPreview(fixture("cyclers/sample.bdf.csv"), { ...SETTINGS, startedAtUs: 1.7e15 });
  expect(dated).toMatchObject({ kind: "readable", needsStart: false });
});

it("asks where the file contradicts the nominal capacity of its cell, as the server does", async () => {
  const rows = Array.from({ length: 100 }, (_, k) => `${60 * k},5,${3 + k / 100}`);
  const file = new Blob([["Time (s),Current,Voltage (V)", ...rows, ""].join("\n")]);
  const asked = { ...SETTINGS, startedAtUs: 1.7e15 };
  expect(await readPreview(file, { ...asked, nominalCapacityAh: 5 })).toMatchObject({ kind: "readable" });
  const preview = await readPreview(file, { ...asked, nominalCapacityAh: 0.005 });
  expect(preview).toMatchObject({
    kind: "unreadable",
    problems: [{ column: "Current", question: { choices: [{ value: "mA" }, { value: "A" }] } }],
  });
});

it("reads whole lines of the beginning of a large file", async () => {
  const text = readFileSync("fixtures/neware_uio.csv", "utf8");
  const [head = "", ...rows] = text.trimEnd().split(/\r?\n/);
  const times = Math.ceil((PREVIEW_BYTES * 1.1) / text.length);
  const large = [head, ...Array.from({ length: times }, () => rows).flat(), ""].join("\r\n");
  const preview = await readPreview(new Blob([large]), SETTINGS);
  expect(preview).toMatchObject({ kind: "readable", beginningBytes: expect.any(Number) });
  if (preview.kind !== "readable") return;
  expect(preview.beginningBytes).toBeGreaterThan(PREVIEW_BYTES - 1000);
  expect(preview.summary.warnings.filter(({ message }) => /cut off|line end/.test(message))).toEqual([]);
});

it("reads a packed file whole", async () => {
  const packed = new Blob([gzipSync(readFileSync("fixtures/neware_uio.csv"))]);
  expect(await readPreview(packed, SETTINGS)).toMatchObject({ kind: "readable", summary: { samples: 9065 } });
});

it("names the places where a file is wrong, and the columns of one that nobody knows", async () => {
  expect(await readPreview(fixture("bad/custom_nan_inf.csv"), SETTINGS)).toMatchObject({
    kind: "unreadable",
    problems: [
      { row: 24, column: "voltage" },
      { row: 28, column: "voltage" },
      { row: 32, column: "voltage" },
    ],
  });
  expect(await readPreview(fixture("bad/unsupported_test.csv"), SETTINGS)).toMatchObject({
    kind: "unreadable",
    table: { headings: expect.arrayContaining(["project_name", "cell type"]), firstRows: [expect.any(Array)] },
  });
});

it("reads by a mapping where a person named the columns", async () => {
  const text = "wann;Klemme;Last\n0;3,7;-500\n60;3,8;-500\n";
  const blob = new Blob([text]);
  expect(await readPreview(blob, SETTINGS)).toMatchObject({
    kind: "unreadable",
    table: {
      headings: ["wann", "Klemme", "Last"],
      firstRows: [
        ["0", "3,7", "-500"],
        ["60", "3,8", "-500"],
      ],
    },
  });
  const mapping = {
    columns: {
      wann: { field: "testTime", unit: "min" },
      Klemme: { field: "voltage" },
      Last: { field: "current", unit: "mA" },
    },
  } as const;
  expect(await readPreview(blob, { ...SETTINGS, mapping })).toMatchObject({
    kind: "readable",
    needsStart: true,
    summary: { samples: 2, format: "mapped" },
  });
});
