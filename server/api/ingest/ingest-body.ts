import { z } from "zod";
import {
  EARLIEST_TIME_US,
  MAX_ABS_CURRENT_A,
  MAX_ABS_TEST_TIME_S,
  MAX_ABS_VOLTAGE_V,
  MAX_INTEGER,
  MAX_RECORD,
} from "../../domain/samples/sample-bounds";
import { SENT_MODES } from "../../domain/samples/sample-columns";
import { sentModeOf } from "../../domain/samples/step-types";
import { cellName, plainName, testName } from "../../domain/cells/input-names";
import { idempotencyKey } from "../http/idempotency-key";
import { timeUs, timeUsInQuery } from "../../domain/samples/input-times";

export const INGEST_LIMITS = { samples: 50_000, cells: 1_000 };

const ordinal = z.int().min(0).max(MAX_INTEGER);
const time = timeUs.refine((us) => us >= EARLIEST_TIME_US, "expected a time after 1989").nullish();
const voltage = z.number().min(-MAX_ABS_VOLTAGE_V).max(MAX_ABS_VOLTAGE_V);
const current = z.number().min(-MAX_ABS_CURRENT_A).max(MAX_ABS_CURRENT_A);
const testTime = z.number().min(-MAX_ABS_TEST_TIME_S).max(MAX_ABS_TEST_TIME_S).nullish();
const stepTime = testTime;
const record = ordinal.max(MAX_RECORD).nullish();
const stepType = z.string().refine((text) => sentModeOf(text) !== null, "expected a mode or a step type of BDF");
const mode = z.union([z.enum(SENT_MODES), stepType]).nullable();
/** Not the range a cycler could mean: 1.5 and −1 are accepted, count as missing, and leave a warning on the cell. */
const cycle = z.number().nullish();

/** What each name means, said once for rows and columns. */
const MEANING = {
  time: "Not over 10 minutes ahead. May be missing where `startedAt` and `testTime` are given. In BDF `unix_time_second`, in s",
  voltage: "V. In BDF `voltage_volt`",
  current: "A; positive charges the cell. In BDF `current_ampere`",
  temperature: "°C. In BDF `ambient_temperature_celsius`",
  cycle:
    "As the cycler numbers it. What is no integer from 0 to 2³¹ − 1 counts as missing, with a warning. In BDF `cycle_count`",
  step: "Number of the step in the cycler's program. In BDF `step_index` or `step_id`",
  stepCount: "Steps executed so far. In BDF `step_count`",
  mode:
    "Only separates runs; the derived mode comes from the current. Step types of BDF (`CC_CHG`, `CCCV_DChg`, `REST`) are taken for one " +
    "of these; under BDF's own name `step_type` what is not understood is `other`",
  testTime: "Time since the start of the test, s. In BDF `test_time_second`",
  stepTime:
    "Time since the sample's step began, s: where a step's first sample comes late, the time before it counts too. In BDF `step_time_second`",
  record: "0-based ordinal among the samples of the test with this `time`; counted within the batch when missing",
};

/** One sample as a row. `ingest/sample-fields.ts` reads values faster by the same rules; a property test compares the two. */
const sampleRow = z
  .strictObject({
    cell: cellName,
    time: time.meta({ description: MEANING.time }),
    voltage: voltage.meta({ description: MEANING.voltage, examples: [3.7012] }),
    current: current.meta({ description: MEANING.current, examples: [-1.5] }),
    temperature: z.number().nullish().meta({ description: MEANING.temperature }),
    cycle: cycle.meta({ description: MEANING.cycle }),
    step: ordinal.nullish().meta({ description: MEANING.step }),
    stepCount: ordinal.nullish().meta({ description: MEANING.stepCount }),
    mode: mode.optional().meta({ description: MEANING.mode }),
    testTime: testTime.meta({ description: MEANING.testTime }),
    stepTime: stepTime.meta({ description: MEANING.stepTime }),
    record: record.meta({ description: MEANING.record }),
    test: testName.nullish(),
  })
  .meta({ id: "Sample" });

export type SampleField = keyof z.infer<typeof sampleRow>;

/** Of these a series has lists; the others may be single values that hold for all of it. */
export const SERIES_LISTS: readonly SampleField[] = ["time", "voltage", "current", "testTime"];

const listOf = <T extends z.ZodType>(value: T) => z.array(value).min(1);
const oneOrList = <T extends z.ZodType>(value: T) => z.union([value, listOf(value)]).optional();

const startedAt = timeUs.optional().meta({ description: "Start of the tests, for samples that carry `testTime` only" });

const sampleSeries = z
  .strictObject({
    cell: cellName,
    test: oneOrList(testName.nullable()),
    time: listOf(time).optional().meta({ description: MEANING.time }),
    voltage: listOf(voltage).meta({ description: MEANING.voltage, examples: [[3.7012, 3.7009]] }),
    current: listOf(current).meta({ description: MEANING.current, examples: [[-1.5, -1.5]] }),
    temperature: oneOrList(z.number().nullable()).meta({ description: MEANING.temperature }),
    cycle: oneOrList(z.number().nullable()).meta({ description: MEANING.cycle, examples: [7] }),
    step: oneOrList(ordinal.nullable()).meta({ description: MEANING.step }),
    stepCount: oneOrList(ordinal.nullable()).meta({ description: MEANING.stepCount }),
    mode: oneOrList(mode).meta({ description: MEANING.mode }),
    testTime: listOf(testTime).optional().meta({ description: MEANING.testTime }),
    stepTime: oneOrList(stepTime).meta({ description: MEANING.stepTime }),
    record: oneOrList(record).meta({ description: MEANING.record }),
    startedAt,
  })
  .meta({
    id: "Series",
    description: "Samples of one cell as columns: lists of one length, and single values that hold for all of them",
  });

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

/** What a JSON body says besides its samples. */
export const ingestEnvelope = z.strictObject({ cells, startedAt });

export const rowsBody = ingestEnvelope.extend({ samples: z.array(sampleRow).min(1).max(INGEST_LIMITS.samples) });
export const seriesBody = ingestEnvelope.extend({ series: z.array(sampleSeries).min(1) });

/** A JSON body as it is described. */
export const ingestBody = z.union([rowsBody, seriesBody]).meta({ id: "IngestBody" });

export const ingestQuery = z.strictObject({
  startedAt: timeUsInQuery.optional().meta({
    description:
      "Start of the tests, for samples that carry `testTime` only; what the body says of it counts before this",
  }),
});
export type IngestQuery = z.infer<typeof ingestQuery>;

export const ingestHeaders = z.object({
  "Idempotency-Key": idempotencyKey,
  "Content-Encoding": z.enum(["gzip"]).optional().meta({ description: "The body is packed with gzip" }),
  "Content-Digest": z
    .string()
    .optional()
    .meta({
      description: "`sha-256=:<base64>:` over the bytes as sent (RFC 9530). 400 when they arrived otherwise",
      examples: ["sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:"],
    }),
});
