import type { z } from "zod";
import { columnDefinitions, type Table, toColumns } from "./table";
import { VERSIONS } from "./versions";

/** A list as a table: a row an object, with what its columns mean and which versions they are of. @param about what else is to be known */
export function listTable(
  schema: z.ZodObject,
  rows: readonly Readonly<Record<string, unknown>>[],
  about: Table["about"] = {},
): Table {
  return {
    columns: toColumns(schema, rows),
    about: { versions: VERSIONS, definitions: columnDefinitions(schema), ...about },
  };
}
