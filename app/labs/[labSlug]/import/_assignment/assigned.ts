import type { ImportFile } from "../_sending/import-files";
import type { Assignment } from "./assign-file";

/** A file, and where its samples go. */
export type Assigned = { file: ImportFile; assignment: Assignment };
