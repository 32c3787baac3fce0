import { z } from "zod";
import { findColumnMapping } from "../../data/imports/column-mapping-reads";
import { inLabConfig } from "../../data/in-lab-config";
import { getLabSettings } from "../../data/labs/lab-reads";
import { EARLIEST_TIME_US } from "../../domain/samples/sample-bounds";
import { AppError } from "../../errors";
import { ANSWERS, type Answers, type ImportOptions } from "../../importers/cycler-file";
import type { LabScope } from "../../lab-scope";
import { columnMapping } from "./column-mapping";
import { text } from "../../domain/cells/input-text";
import { cellName, plainName, testName } from "../../domain/cells/input-names";
import { timeUsInQuery } from "../../domain/samples/input-times";
import { timeZoneName } from "../../domain/samples/input-time-zone";

const MAX_FILE_NAME_CHARACTERS = 255;

const flag = z.enum(["true", "false", ""]).optional();
/** Of a value, and of a mapping as JSON. */
const MAX_TEXT_CHARACTERS = 16_384;
const metadataValues = z.record(plainName, z.union([text(MAX_TEXT_CHARACTERS), z.number(), z.null()]));
const CONTROL_CHARACTER = /\p{Cc}/u;

const positiveNumber = z
  .string()
  .max(64)
  .regex(/^(?:\d*\.)?\d+(?:[eE][+-]?\d+)?$/, "expected a positive number, like 2.5")
  .transform(Number)
  .refine((value) => value > 0 && Number.isFinite(value), "expected a number over 0");

/** JSON in a query, read by a schema. */
const jsonText = <T extends z.ZodType>(schema: T, expected: string) =>
  z.string().transform((given, ctx): z.output<T> => {
    const parsed = schema.safeParse(parseOrNull(given));
    if (parsed.success) return parsed.data;
    for (const { path, message } of parsed.error.issues)
      ctx.addIssue({ code: "custom", path, message: `${expected}: ${message}` });
    return z.NEVER;
  });

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // which no schema here takes
  }
}

/** What is said of a file in the query of the request that brings it. */
export const importQuery = z.strictObject({
  cell: cellName.optional().meta({
    description: "The cell that the file is of; may be left out where the file names its cells",
    examples: ["A-01"],
  }),
  test: testName.default("").meta({ description: 'Test of the cell; `""` for the usual one' }),
  format: text(64)
    .default("auto")
    .meta({ description: "Id of a format; `auto` recognises it from the content", examples: ["auto"] }),
  startedAt: timeUsInQuery
    .refine((us) => us >= EARLIEST_TIME_US, "expected a time after 1989")
    .optional()
    .meta({
      description: "When test time was 0. Needed where the file carries no clock, and wins over the one it carries",
    }),
  timeZone: timeZoneName.optional().meta({
    description: "IANA zone of clocks that name none; the lab's when missing",
    examples: ["Europe/Berlin"],
  }),
  partial: flag.meta({
    description: "`true`: leave a half last line out, with a warning, instead of refusing the file",
  }),
  ended: flag.meta({
    description: "`true`: its tests have ended with their last sample, which completes their last cycles",
  }),
  mapping: text(MAX_TEXT_CHARACTERS).optional().meta({
    description: "How the columns are meant: the name of a saved mapping, or one as JSON. Then no format is looked for",
  }),
  timeUnit: z.enum(ANSWERS.timeUnit).optional().meta({
    description:
      "Unit of test time and step time, whatever the headings say, and what 23:59 is: min and s, or h and min; asked for by a 422 that names it",
  }),
  currentUnit: z.enum(ANSWERS.currentUnit).optional().meta({
    description: "Unit of the current, whatever its heading says; `uA` is µA",
  }),
  voltageUnit: z.enum(ANSWERS.voltageUnit).optional().meta({
    description: "Unit of the voltage, whatever its heading says",
  }),
  dateOrder: z.enum(ANSWERS.dateOrder).optional().meta({
    description: "Order of day, month and year in dates such as 24/05/01",
  }),
  positiveCurrent: z.enum(ANSWERS.positiveCurrent).optional().meta({
    description: "What a positive current does to the cell in this file",
  }),
  timeFrom: z.enum(ANSWERS.timeFrom).optional().meta({
    description: "Which of the two gives the times of samples, where test time and clock contradict each other",
  }),
  headings: z.enum(ANSWERS.headings).optional().meta({
    description: "Whether the headings of voltage and current are exchanged, where the values look like it",
  }),
  voltageColumn: z.enum(ANSWERS.voltageColumn).optional().meta({
    description: "Which of several columns that may be the voltage is meant, counted from the left",
  }),
  currentColumn: z.enum(ANSWERS.currentColumn).optional().meta({
    description: "Which of several columns that may be the current is meant, counted from the left",
  }),
  countersDiffer: z.enum(ANSWERS.countersDiffer).optional().meta({
    description:
      "`accepted`: take the file as it is although its samples give over a fifth more or less than the cycler counted in most cycles",
  }),
  coarseTime: z.enum(ANSWERS.coarseTime).optional().meta({
    description:
      "`accepted`: take the file as it is although its times are so coarse that over 1 % of its charge may be missing or too much",
  }),
  clockFalls: z.enum(ANSWERS.clockFalls).optional().meta({
    description:
      "`accepted`: take the file as it is although its clock, the only time in it, falls back by over a minute, in which nothing is counted",
  }),
  metadata: jsonText(metadataValues, "expected a JSON object of fields and values")
    .optional()
    .meta({
      description:
        "JSON object of metadata for the file's cells. Fills only what was never set; an unknown field becomes a text field",
      examples: ['{"cathode":"NMC811"}'],
    }),
  nominalCapacityAh: positiveNumber.optional().meta({
    description: "Nominal capacity of the file's cells, Ah. Fills only what was never set",
    examples: ["3.0"],
  }),
  activeMassG: positiveNumber.optional().meta({
    description: "Mass of their active material, g. Fills only what is empty",
  }),
  electrodeAreaCm2: positiveNumber.optional().meta({
    description: "Area of their electrode, cm². Fills only what is empty",
  }),
  fileName: z
    .string()
    .max(MAX_FILE_NAME_CHARACTERS)
    .refine((name) => name.isWellFormed() && !CONTROL_CHARACTER.test(name), "expected text without control characters")
    .optional()
    .meta({ description: "What the file is called where it comes from, for the history", examples: ["A-01.csv"] }),
});
export type ImportQuery = z.output<typeof importQuery>;

/** What decides what the bytes of a file mean, kept with the import: the same bytes with the same of these are the same import. */
export type KeptOptions = ImportOptions & {
  test: string;
  isEnded: boolean;
  metadata: z.output<typeof metadataValues>;
  settings?: FileSettings;
};
type FileSettings = { nominalCapacityAh?: number; activeMassG?: number; electrodeAreaCm2?: number };

/** Fills in what the query leaves to the lab. @throws AppError `invalid_input` for a mapping that is none and names none */
export async function toKeptOptions(scope: LabScope, query: ImportQuery): Promise<KeptOptions> {
  const { timeZone, mapping } = await inLabConfig(scope, async (tx) => ({
    timeZone: query.timeZone ?? (await getLabSettings(scope, tx)).timeZone,
    mapping: query.mapping ? await toMapping(query.mapping, (name) => findColumnMapping(scope, tx, { name })) : null,
  }));
  return {
    format: query.format,
    startedAtUs: query.startedAt ?? null,
    timeZone,
    isPartial: query.partial === "true",
    ...(mapping ? { mapping } : {}),
    ...toAnswers(query),
    test: query.test,
    isEnded: query.ended === "true",
    metadata: query.metadata ?? {},
    ...toSettings(query),
  };
}

/** What is said of the cells' settings; nothing where nothing is, as in imports of before they could be said. */
function toSettings({ nominalCapacityAh, activeMassG, electrodeAreaCm2 }: ImportQuery): { settings?: FileSettings } {
  const settings = {
    ...(nominalCapacityAh === undefined ? {} : { nominalCapacityAh }),
    ...(activeMassG === undefined ? {} : { activeMassG }),
    ...(electrodeAreaCm2 === undefined ? {} : { electrodeAreaCm2 }),
  };
  return Object.keys(settings).length === 0 ? {} : { settings };
}

/** What was answered to a file's questions; nothing where nothing was, as in imports of before there were any. */
function toAnswers(query: ImportQuery): { answers?: Answers } {
  const answered = Object.keys(ANSWERS)
    .map((name) => [name, query[name as keyof Answers]] as const) // keys of a known type
    .filter(([, value]) => value !== undefined);
  return answered.length === 0 ? {} : { answers: Object.fromEntries(answered) };
}

async function toMapping(text: string, findSaved: (name: string) => Promise<{ mapping: unknown } | null>) {
  const isJson = text.trimStart().startsWith("{");
  const given = isJson ? parseOrNull(text) : (await findSaved(text.normalize("NFC").trim()))?.mapping;
  const parsed = columnMapping.safeParse(given ?? null);
  if (parsed.success) return parsed.data;
  const message = isJson ? "expected a mapping as JSON" : "there is no saved mapping of this name in the lab";
  throw new AppError("invalid_input", "The columns' mapping is not usable; see errors.", {
    problems: [{ pointer: "/mapping", message }],
  });
}
