import { expect, it } from "vitest";
import { NOTHING_SAID } from "../_sending/import-files";
import { fitsTable, mappingOf, withColumn, withFlag, wordsOfMapping } from "./prepare-mapping";

const MAPPING = { columns: { t: { field: "testTime" as const, unit: "h" }, U: { field: "voltage" as const } } };

it("changes one column and leaves the others", () => {
  expect(withColumn(MAPPING, "I", "current", "mA")?.columns).toEqual({
    ...MAPPING.columns,
    I: { field: "current", unit: "mA" },
  });
  expect(withColumn(MAPPING, "t", null, null)).toEqual({ columns: { U: { field: "voltage" } } });
  expect(withColumn({ columns: { U: { field: "voltage" } } }, "U", null, null)).toBeNull();
});

it("leaves what is not set to the reader", () => {
  const set = withFlag(MAPPING, "decimalComma", true);
  expect(set).toEqual({ ...MAPPING, decimalComma: true });
  expect(withFlag(set, "decimalComma", false)).toEqual(MAPPING);
});

it("fits a table that has all its columns, in any order", () => {
  expect(fitsTable(MAPPING, ["U ", "x", "t"])).toBe(true);
  expect(fitsTable(MAPPING, ["U", "x"])).toBe(false);
});

it("says what columns are, the first few of many", () => {
  const current = { field: "current", unit: "mA" } as const;
  expect(wordsOfMapping({ columns: { I: current, ...MAPPING.columns } })).toBe(
    "t: Test time / h · U: Voltage · I: Current / mA",
  );
  const many = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`I${index}`, current]));
  expect(wordsOfMapping({ columns: many })).toMatch(/I5: Current \/ mA and 3 more$/);
});

it("begins with what the names of columns suggest", () => {
  const preview = { kind: "unreadable", message: "", problems: [], table: null } as const;
  const table = { headings: ["Voltage (mV)", "test_time", "colour"], firstRows: [] };
  expect(mappingOf({ settings: NOTHING_SAID, preview, table }).columns).toEqual({
    "Voltage (mV)": { field: "voltage", unit: "mV" },
    test_time: { field: "testTime" },
  });
});
