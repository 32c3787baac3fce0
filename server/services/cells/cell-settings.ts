import { z } from "zod";
import { plainName, testName } from "../../domain/cells/input-names";
import { timeUs } from "../../domain/samples/input-times";

const MAX_INTEGER = 2 ** 31 - 1;

const positive = z.number().positive().nullable().optional();
const count = z.int().min(0).max(MAX_INTEGER).nullable().optional();

const testSettings = z.strictObject({
  cycleOffset: z
    .int()
    .min(-MAX_INTEGER)
    .max(MAX_INTEGER)
    .nullable()
    .optional()
    .meta({ description: "Added to the cycler's cycle numbers where they are shown; 0 when cleared" }),
  endedAt: timeUs
    .nullable()
    .optional()
    .meta({ description: "When the test was declared ended, which completes its last cycle; null while it runs" }),
});

/** What a PUT of a cell may say. Absent: unchanged. Null: cleared. */
export const cellChanges = z
  .strictObject({
    metadata: z
      .record(plainName, z.union([z.string(), z.number()]).nullable())
      .optional()
      .meta({ description: "Values by the names of the lab's metadata fields", examples: [{ cathode: "NMC811" }] }),
    nominalCapacityAh: positive.meta({ description: "Nominal capacity, Ah", examples: [3] }),
    activeMassG: positive.meta({ description: "Mass of active material, g" }),
    electrodeAreaCm2: positive.meta({ description: "Electrode area, cm²" }),
    polarity: z
      .enum(["full_cell", "half_cell_cathode", "half_cell_anode"])
      .nullable()
      .optional()
      .meta({ description: "`full_cell` when cleared. `half_cell_anode` inverts the coulombic efficiency" }),
    cycleStartsWith: z
      .enum(["charge", "discharge"])
      .nullable()
      .optional()
      .meta({ description: "For detected cycles; `charge` when cleared. Never implied by polarity" }),
    formationCycles: count.meta({ description: "Cycles left out before the reference cycle; the lab's when cleared" }),
    referenceCycle: count.meta({ description: "Shown number of the cycle that retention refers to" }),
    maxGapSeconds: positive.meta({ description: "Intervals longer than this are not integrated, s" }),
    tests: z
      .record(testName, testSettings)
      .optional()
      .meta({ description: "Settings of the cell's tests by name; one that is not there yet is made" }),
  })
  .meta({ id: "CellChanges" });
export type CellChanges = z.output<typeof cellChanges>;
