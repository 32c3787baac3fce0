import type { ImportOptions, ImportPart } from "../cycler-file";
import type { InflationLimit } from "../containers/inflation-limit";
import type { TableFormat } from "../table/table-format";

/** What stays the same for all that a file contains, whatever its container. */
export type ReadingContext = {
  options: ImportOptions;
  /** Formats to try. */
  formats: readonly TableFormat[];
  inflationLimit: InflationLimit;
  onPart: (part: ImportPart) => Promise<void> | void;
};
