import { z } from "zod";
import { SENT_MODES } from "../domain/sample-columns";
import { cellName, plainName, testName } from "../services/input-names";
import { EARLIEST_TIME_US, timeUs } from "../services/input-times";

export const INGEST_LIMITS = { samples: 50_000, cells: 1_000 };
export const MAX_ABS_VOLTAGE_V = 1_000;
export const MAX_ABS_CURRENT_A = 10_000;
/** Clocks of cyclers may run ahead by this. */
export const MAX_AHEAD_US = 10 * 60 * 1e6;
export const MAX_INTEGER = 2 ** 31 - 1;

/** Not the range a cycler could mean: 1.5 and −1 are accepted, count as missing, and leave a warning on the cell. */
const cycleNumber = z.number();
const ordinal = z.int().min(0).max(MAX_INTEGER);
/** Three centuries: what lies beyond is no time in s, and its sums would leave the range of numbers. */
export const MAX_ABS_TEST_TIME_S = 1e10;
/** One below the largest integer, for what follows a record has a number, too. */
export const MAX_RECORD = MAX_INTEGER - 1;

/** One sample as a row. `parse-ingest.ts` reads rows faster by the same rules; a property test compares the two. */
export const sampleRow = z
  .strictObject({
    cell: cellName,
    time: timeUs
      .refine((us) => us >= EARLIEST_TIME_US, "expected a time after 1989")
      .nullish()
      .meta({ description: "Not over 10 minutes ahead. May be missing where `startedAt` and `testTime` are given" }),
    voltage: z
      .number()
      .min(-MAX_ABS_VOLTAGE_V)
      .max(MAX_ABS_VOLTAGE_V)
      .meta({ description: "V", examples: [3.7012] }),
    current: z
      .number()
      .min(-MAX_ABS_CURRENT_A)
      .max(MAX_ABS_CURRENT_A)
      .meta({ description: "A; positive charges the cell", examples: [-1.5] }),
    temperature: z.number().nullish().meta({ description: "°C" }),
    cycle: cycleNumber.nullish().meta({
      description: "As the cycler numbers it. What is no integer from 0 to 2³¹ − 1 counts as missing, with a warning",
    }),
    step: ordinal.nullish().meta({ description: "Number of the step in the cycler's program" }),
    stepCount: ordinal.nullish().meta({ description: "Steps executed so far" }),
    mode: z
      .enum(SENT_MODES)
      .nullish()
      .meta({ description: "Only separates runs; the derived mode comes from the current" }),
    testTime: z
      .number()
      .min(-MAX_ABS_TEST_TIME_S)
      .max(MAX_ABS_TEST_TIME_S)
      .nullish()
      .meta({ description: "Time since the start of the test, s" }),
    record: ordinal.max(MAX_RECORD).nullish().meta({
      description:
        "0-based ordinal among the samples of the test with this `time`; counted within the batch when missing",
    }),
    test: testName.nullish(),
  })
  .meta({ id: "Sample" });

const cellValues = z
  .strictObject({
    metadata: z.record(plainName, z.union([z.string(), z.number(), z.null()])).optional(),
    nominalCapacityAh: z.number().positive().optional(),
  })
  .meta({ id: "CellValues", description: "Fill only what was never set; an unknown field becomes a text field" });

const cells = z
  .record(cellName, cellValues)
  .optional()
  .meta({ examples: [{ "A-01": { nominalCapacityAh: 3 } }] });
const startedAt = timeUs.optional().meta({ description: "Start of the tests, for samples that carry `testTime` only" });

/** The body as it is described. */
export const ingestBody = z
  .strictObject({ samples: z.array(sampleRow).min(1).max(INGEST_LIMITS.samples), cells, startedAt })
  .meta({ id: "IngestBody" });

/** The body without a look into its samples. */
export const ingestEnvelope = z.strictObject({ samples: z.array(z.unknown()).min(1, "no samples"), cells, startedAt });

export const ingestHeaders = z.object({
  "Idempotency-Key": z
    .string()
    .regex(/^[\x21-\x7e]{1,128}$/, "expected 1–128 visible ASCII characters")
    .optional()
    .meta({
      description:
        "Per lab, remembered for 7 days. Same key and bytes: the first answer, `duplicate: true`; other bytes: 422",
    }),
  "Content-Encoding": z.enum(["gzip"]).optional().meta({ description: "The body is packed with gzip" }),
  "Content-Digest": z
    .string()
    .optional()
    .meta({
      description: "`sha-256=:<base64>:` over the bytes as sent (RFC 9530). 400 when they arrived otherwise",
      examples: ["sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:"],
    }),
});
