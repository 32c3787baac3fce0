import { z } from "zod";
import { text } from "../../domain/cells/input-text";
import type { ColumnMapping, ImportField } from "../../importers/cycler-file";

const MAX_COLUMNS = 500;
const MAX_CHARACTERS = 256;

const IMPORT_FIELDS = [
  "testTime",
  "stepTime",
  "clock",
  "voltage",
  "current",
  "chargeCurrent",
  "dischargeCurrent",
  "temperature",
  "cycle",
  "step",
  "stepCount",
  "stepMark",
  "mode",
  "record",
  "cell",
  "capacity",
  "energy",
  "chargeCapacity",
  "dischargeCapacity",
  "chargeEnergy",
  "dischargeEnergy",
] as const satisfies readonly ImportField[];

const heading = text(MAX_CHARACTERS);
const column = z.strictObject({ field: z.enum(IMPORT_FIELDS), unit: text(32).exactOptional() });

/** What the columns of a file mean, by their headings, as a lab saves it. */
export const columnMapping = z.strictObject({
  columns: z
    .record(heading, column)
    .refine((columns) => Object.keys(columns).length <= MAX_COLUMNS, `expected at most ${MAX_COLUMNS} columns`),
  dischargeIsPositive: z.boolean().exactOptional(),
  decimalComma: z.boolean().exactOptional(),
  dayFirst: z.boolean().exactOptional(),
}) satisfies z.ZodType<ColumnMapping>;
