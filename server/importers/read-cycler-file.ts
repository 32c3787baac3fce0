import { type ImportOptions, type ReadCyclerFile, UnreadableFileError } from "./cycler-file";
import { FORMATS } from "./formats";
import { mappedFormat } from "./mapped-format";
import { readTextTable } from "./read-text-table";
import type { TextFormat } from "./text-format";

/** @see ReadCyclerFile */
export const readCyclerFile: ReadCyclerFile = async (bytes, options, onPart) =>
  readTextTable(bytes, options, formatsFor(options), onPart);

/** The formats that a file is tried for. */
function formatsFor({ format, mapping }: ImportOptions): readonly TextFormat[] {
  if (mapping) return [mappedFormat(mapping)];
  if (format === "auto") return FORMATS;
  const chosen = FORMATS.filter(({ id }) => id === format);
  if (chosen.length > 0) return chosen;
  const message = `there is no format "${format}"; known are auto, ${FORMATS.map(({ id }) => id).join(", ")}`;
  throw new UnreadableFileError(message, [{ row: null, column: "format", message }]);
}
