import { expect, it } from "vitest";
import type { SheetCell } from "@/server/domain/cells/cell-sheet";
import { cellFacts } from "./prepare-facts";

const CELL: SheetCell = {
  cellId: 1,
  name: "A-01",
  status: "running",
  lastSampleAtMs: 0,
  arrivedAtMs: 0,
  nominalCapacityAh: 4.5,
  activeMassG: null,
  electrodeAreaCm2: null,
  polarity: "half_cell_cathode",
  cycleStartsWith: "charge",
  formationCycles: null,
  referenceCycle: 3,
  maxGapSeconds: null,
  metadata: { cathode: "NMC811" },
  tests: [],
  warnings: [],
};

it("tells settings and metadata with their units, and what was never said", () => {
  const fields = [
    { metadataFieldId: 7, name: "cathode", type: "text" as const, unit: null, options: [] },
    { metadataFieldId: 8, name: "loading", type: "number" as const, unit: "mg/cm²", options: [] },
  ];
  expect(cellFacts(CELL, fields).map(({ name, value }) => `${name}: ${value}`)).toEqual([
    "Nominal capacity / Ah: 4.5",
    "Active mass / g: –",
    "Electrode area / cm²: –",
    "Polarity: half cell, cathode",
    "Cycle starts with: charge",
    "Formation cycles: –",
    "Reference cycle: 3",
    "Longest gap / s: –",
    "cathode: NMC811",
    "loading / mg/cm²: –",
  ]);
});
