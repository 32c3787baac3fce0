import type { ImportOptions, ImportPart } from "../cycler-file";
import type { InflatedRoom } from "../containers/inflated-room";
import type { TableFormat } from "../table/table-format";

/** What is to be done with a file, whatever it is wrapped in. */
export type ImportJob = {
  options: ImportOptions;
  /** Those that it may be of. */
  formats: readonly TableFormat[];
  room: InflatedRoom;
  onPart: (part: ImportPart) => Promise<void> | void;
};
