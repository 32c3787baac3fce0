import { z } from "zod";
import { groupingDefinition } from "../../domain/groups/groupings";
import { IMPORT_STATUSES } from "../../domain/cells/import-report";
import { METRIC_NAMES, METRICS } from "../../domain/cycles/metrics";
import { cellChanges } from "../../services/cells/cell-settings";
import { metadataFieldInput } from "../../services/fields/create-metadata-field";

const time = z.iso.datetime().meta({ description: "ISO 8601 UTC" });
const nullableNumber = z.number().nullable();
const capacityAh = z.number().meta({ description: "Ah" });
const energyWh = z.number().meta({ description: "Wh" });
const warnings = z.array(z.object({ message: z.string() }));

export const ingestAnswer = z
  .object({
    batchId: z.uuid(),
    accepted: z.int().meta({ description: "Samples in the batch" }),
    duplicate: z.boolean().meta({ description: "Whether this Idempotency-Key was answered before" }),
    ignored: z.array(z.string()).meta({ description: "Names that were accepted and are not stored" }),
  })
  .meta({ id: "IngestAnswer" });

export const batchAnswer = z
  .object({
    id: z.uuid(),
    status: z.enum(["queued", "stored", "failed"]),
    samples: z.int(),
    inserted: z.int().nullable(),
    replaced: z.int().nullable(),
    unchanged: z.int().nullable(),
    receivedAt: time,
    storedAt: time.nullable(),
    error: z.string().nullable(),
  })
  .meta({ id: "Batch" });

export const importReceipt = z
  .object({
    importId: z.uuid(),
    format: z.string().meta({ description: "As which it was read" }),
    duplicate: z.boolean().meta({ description: "Whether the same file was taken before; then this is that import" }),
  })
  .meta({ id: "ImportReceipt" });

const importWarning = z.object({
  row: z.int().nullable().meta({ description: "Line of the file, from 1; null where it is about all of it" }),
  message: z.string(),
});

export const importAnswer = z
  .object({
    id: z.uuid(),
    status: z.enum(IMPORT_STATUSES).meta({
      description:
        "`receiving` while the file arrives, `queued` until all of its samples are stored; `failed` is final; `undoing` and `undone` when " +
        "somebody took it back",
    }),
    format: z.string().nullable(),
    fileName: z.string().nullable(),
    samples: z.int(),
    cycles: z.int().nullable().meta({ description: "Counted while it was read; null before" }),
    parts: z.int().meta({ description: "Pieces that it is stored in" }),
    partsDone: z.int(),
    inserted: z.int(),
    replaced: z.int().meta({ description: "Samples that were stored with other values" }),
    unchanged: z.int().meta({ description: "Samples that were stored already" }),
    tests: z.array(z.object({ cell: z.string(), test: z.string(), samples: z.int() })),
    warnings: z.array(importWarning).meta({ description: "The first 1,000" }),
    error: z.string().nullable(),
    receivedAt: time.nullable(),
    storedAt: time.nullable(),
    undoneAt: time.nullable(),
  })
  .meta({ id: "Import" });

const settings = cellChanges.shape;

export const cellAnswer = z
  .object({
    name: z.string(),
    metadata: z.record(z.string(), z.union([z.string(), z.number()])),
    nominalCapacityAh: nullableNumber.meta({ description: "Ah" }),
    activeMassG: nullableNumber.meta({ description: "g" }),
    electrodeAreaCm2: nullableNumber.meta({ description: "cm²" }),
    polarity: settings.polarity.unwrap().unwrap(),
    cycleStartsWith: settings.cycleStartsWith.unwrap().unwrap(),
    formationCycles: z.int().nullable(),
    referenceCycle: z.int().nullable(),
    maxGapSeconds: nullableNumber.meta({ description: "s" }),
    tests: z.record(z.string(), z.object({ cycleOffset: z.int(), endedAt: time.nullable() })),
    warnings,
    createdAt: time,
  })
  .meta({ id: "Cell" });

export const cellsAnswer = z.object({
  cells: z.array(cellAnswer),
  nextCursor: z.string().nullable().meta({ description: "For the next page; null on the last one" }),
});

const metricValues = Object.fromEntries(
  METRIC_NAMES.map((name) => [name, nullableNumber.meta({ description: METRICS[name].formula })]),
) as Record<(typeof METRIC_NAMES)[number], typeof nullableNumber>; // one entry a name

const cycleAnswer = z
  .object({
    cycle: z.int().meta({ description: "The cycler's number, or the detected one, plus the test's offset" }),
    test: z.string(),
    cyclerCycle: z.int(),
    ...metricValues,
    startedAt: time,
    endedAt: time,
    sampleCount: z.int(),
    complete: z.boolean(),
    partial: z.boolean(),
    formulaVersion: z.int().meta({
      description:
        "Version of the formulas that computed it. Workers recompute older ones in the background; a cycle whose raw samples have expired keeps its own",
    }),
    warnings,
  })
  .meta({ id: "Cycle" });

export const cyclesAnswer = z.object({
  cell: z.string(),
  referenceCycle: z.int().nullable().meta({ description: "The cycle that `capacityRetention` refers to" }),
  cycles: z.array(cycleAnswer),
  warnings,
});

const stepAnswer = z
  .object({
    test: z.string(),
    index: z.int().meta({ description: "Ordinal in the test, from 0" }),
    cycle: z.int(),
    cyclerCycle: z.int(),
    step: z.int().nullable().meta({ description: "The cycler's number" }),
    stepCount: z.int().nullable(),
    mode: z.enum(["charge", "discharge", "rest", "mixed"]).meta({ description: "Derived from the current" }),
    startedAt: time,
    endedAt: time,
    durationS: z.number().meta({ description: "s; with the time before the first sample that `stepTime` proves" }),
    uncoveredS: nullableNumber.meta({ description: "s before its runs that no interval and no lead-in covers" }),
    chargeCapacityAh: capacityAh,
    dischargeCapacityAh: capacityAh,
    chargeEnergyWh: energyWh,
    dischargeEnergyWh: energyWh,
    minVoltageV: z.number(),
    maxVoltageV: z.number(),
    maxTemperatureC: nullableNumber,
    sampleCount: z.int(),
  })
  .meta({ id: "Step" });

export const stepsAnswer = z.object({ cell: z.string(), steps: z.array(stepAnswer) });

export const samplesAnswer = z.object({
  cell: z.string(),
  resolution: z.enum(["samples", "1m", "1h"]),
  points: z.object({
    time: z.array(z.number()).meta({ description: "Unix ms" }),
    voltage: z.array(nullableNumber).meta({ description: "V" }),
    current: z.array(nullableNumber).meta({ description: "A" }),
    temperature: z.array(nullableNumber).meta({ description: "°C" }),
  }),
});

export const metadataFieldAnswer = metadataFieldInput;
export const metadataFieldsAnswer = z.object({ metadataFields: z.array(metadataFieldInput) });

const [byFields, byRules] = groupingDefinition.options;
const storedName = z.object({ id: z.int(), name: z.string() });
export const groupingAnswer = z
  .union([storedName.extend(byFields.shape), storedName.extend(byRules.shape)])
  .meta({ id: "Grouping" });
export const groupingsAnswer = z.object({ groupings: z.array(groupingAnswer) });

const metric = z.enum(METRIC_NAMES);
const column = z.array(z.number());

export const deletedCellAnswer = z.object({
  cell: z.string(),
  tests: z.int().meta({ description: "Number of its tests, which went with it" }),
});

export const groupCyclesAnswer = z.object({
  metric,
  groups: z.array(
    z
      .object({
        key: z.string(),
        name: z.string(),
        cells: z.int().meta({ description: "Number of cells in the group, with values or without" }),
        cycle: z.array(z.int()),
        mean: column,
        std: z.array(nullableNumber).meta({ description: "Of the sample (n − 1); null where n = 1" }),
        n: z.array(z.int()),
        min: column,
        max: column,
        median: column,
      })
      .meta({ id: "GroupSeries" }),
  ),
  unassigned: z.int().meta({ description: "Cells that no group takes" }),
});

export const groupDeviationsAnswer = z.object({
  metric,
  cycle: z.int(),
  cells: z.array(
    z
      .object({
        cell: z.string(),
        group: z.string(),
        value: nullableNumber,
        sigmas: nullableNumber,
        percentDeviation: nullableNumber,
        relativeDeviation: nullableNumber,
        robustScore: nullableNumber,
        flagged: z.boolean(),
        persistence: z.int().meta({ description: "In how many of the last ten statistics cycles it was flagged" }),
        verdict: z.enum(["ok", "stray", "too_few_cells", "no_value"]),
      })
      .meta({ id: "Deviation" }),
  ),
});
