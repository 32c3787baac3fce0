import { expect, it } from "vitest";
import { NOTHING_SAID } from "./import-files";
import { toPreviewSettings, toQuery } from "./to-query";

const ASSIGNMENT = {
  cell: " A-01 ",
  test: "",
  metadata: {},
  settings: {},
  cellFrom: "typed",
  fitsPattern: false,
} as const;
const file = new File([""], "a\u0007b.csv");
const ZURICH = { timeZone: "Europe/Zurich", hasEnded: false };

it("says no more than is known", () => {
  expect(toQuery({ file, settings: NOTHING_SAID, preview: null }, ASSIGNMENT, ZURICH)).toEqual({
    cell: "A-01",
    timeZone: "Europe/Zurich",
    fileName: "a b.csv",
  });
});

it("says the start as a moment, by the clocks of the zone", () => {
  const answers = { timeUnit: "ms", positiveCurrent: "discharges" } as const;
  const settings = { ...NOTHING_SAID, startedAt: "2026-07-01T12:00", isPartial: true, answers };
  const mapping = { columns: { U: { field: "voltage" as const } } };
  const query = toQuery(
    { file, settings: { ...settings, mapping }, preview: null },
    { ...ASSIGNMENT, test: "rate", metadata: { cathode: "LFP" }, settings: { activeMassG: 0.02 } },
    { ...ZURICH, hasEnded: true },
  );
  expect(query).toMatchObject({
    test: "rate",
    startedAt: "2026-07-01T10:00:00.000Z",
    partial: "true",
    ...answers,
    ended: "true",
    metadata: '{"cathode":"LFP"}',
    activeMassG: "0.02",
    mapping: '{"columns":{"U":{"field":"voltage"}}}',
  });
  // 10:00 UTC on 1 July 2026 is 1,782,900,000 s after 1970.
  expect(toPreviewSettings(settings, "Europe/Zurich", null).startedAtUs).toBe(1_782_900_000_000_000);
});
