import type { CellStatus } from "./cell-state";
import type { FieldType, MetadataValue } from "../groups/groupings";

/** A metadata field as the pages know it. */
export type SheetField = {
  metadataFieldId: number;
  name: string;
  type: FieldType;
  unit: string | null;
  options: string[];
};

/** One row of the sheet of cells. */
export type SheetCell = {
  cellId: number;
  name: string;
  status: CellStatus;
  /** Unix ms; null before the first sample. */
  lastSampleAtMs: number | null;
  /** When a sender last sent samples of it, by the server's clock, Unix ms; null where there are none, or all came as files. */
  arrivedAtMs: number | null;
  nominalCapacityAh: number | null;
  activeMassG: number | null;
  electrodeAreaCm2: number | null;
  polarity: "full_cell" | "half_cell_cathode" | "half_cell_anode";
  cycleStartsWith: "charge" | "discharge";
  formationCycles: number | null;
  referenceCycle: number | null;
  maxGapSeconds: number | null;
  /** Values by the names of fields; a field without one is left out. */
  metadata: Record<string, MetadataValue>;
  tests: { name: string; cycleOffset: number; endedAtMs: number | null }[];
  warnings: string[];
};

export type CellSheet = {
  fields: SheetField[];
  cells: SheetCell[];
  /** How many cells more the lab has than a sheet shows. */
  more: number;
};
