import { expect, it } from "vitest";
import type { SheetCell, SheetField } from "@/server/domain/cells/cell-sheet";
import type { FieldType } from "@/server/domain/groups/groupings";
import { prepareGroupingOffers } from "./prepare-grouping-offers";

const field = (name: string, type: FieldType = "text"): SheetField => ({
  metadataFieldId: 1,
  name,
  type,
  unit: null,
  options: [],
});
const cellsOf = (metadata: SheetCell["metadata"][]) =>
  metadata.map(
    (values, index): SheetCell => ({
      cellId: index,
      name: `C-${index}`,
      status: "waiting",
      lastSampleAtMs: null,
      arrivedAtMs: null,
      nominalCapacityAh: null,
      activeMassG: null,
      electrodeAreaCm2: null,
      polarity: "full_cell",
      cycleStartsWith: "charge",
      formationCycles: null,
      referenceCycle: null,
      maxGapSeconds: null,
      metadata: values,
      tests: [],
      warnings: [],
    }),
  );

it("offers the fields that most cells have a value of first, then those with fewer groups", () => {
  const cells = cellsOf([
    { serial: "1", cathode: "W", anode: "C" },
    { serial: "2", cathode: "W", anode: "Si" },
    { serial: "3", cathode: "X" },
  ]);
  expect(prepareGroupingOffers([field("anode"), field("serial"), field("cathode", "choice")], cells)).toEqual([
    { field: "cathode", groups: 2, cells: 3 },
    { field: "serial", groups: 3, cells: 3 },
    { field: "anode", groups: 2, cells: 2 },
  ]);
});

it("offers no field with one value or more than twenty, no number and no date", () => {
  const cells = cellsOf(
    Array.from({ length: 21 }, (_, index) => ({
      one: "A",
      all: `S${index}`,
      rate: index % 2,
      day: `2026-01-0${index % 2}`,
    })),
  );
  const fields = [field("one"), field("all"), field("rate", "number"), field("day", "date"), field("none")];
  expect(prepareGroupingOffers(fields, cells)).toEqual([]);
  expect(prepareGroupingOffers(fields, cells.slice(1))).toEqual([{ field: "all", groups: 20, cells: 20 }]);
});

it("offers four at most", () => {
  const names = ["a", "b", "c", "d", "e"];
  const cells = cellsOf(["W", "X"].map((value) => Object.fromEntries(names.map((name) => [name, value]))));
  expect(
    prepareGroupingOffers(
      names.map((name) => field(name)),
      cells,
    ),
  ).toHaveLength(4);
});
