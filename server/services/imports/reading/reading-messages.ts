import type { PackedHeader } from "../../../domain/samples/packed-samples";
import type { FileProblem, ImportOptions, ImportPart, ImportSummary, TableStart } from "../../../importers/cycler-file";

// What a process and its reading threads say to each other.

/** Samples of one test in order, packed, as they are kept. */
export type ReadPart = Pick<ImportPart, "cell" | "test" | "firstRow" | "lastRow"> & {
  header: PackedHeader;
  /** They begin with the times. */
  bytes: Uint8Array<ArrayBuffer>;
  fromUs: number;
  toUs: number;
  /** The first sample that cannot be stored as it is. */
  fault: FileProblem | null;
};

export type ToThread =
  | { kind: "read"; options: ImportOptions }
  | { kind: "pieces"; pieces: readonly Uint8Array[] }
  | { kind: "end" }
  /** Another part may follow; the memory of the one before can be used again. */
  | { kind: "kept"; buffer: ArrayBuffer }
  /** Nobody wants this file any more. */
  | { kind: "stop" };

/** Why a file was not read to its end. */
export type Refusal = {
  kind: "refused";
  message: string;
  problems: readonly FileProblem[];
  table: TableStart | null;
};

export type FromThread =
  /** Some pieces were begun. */
  | { kind: "took" }
  | { kind: "part"; part: ReadPart }
  | { kind: "done"; summary: ImportSummary }
  | Refusal
  | { kind: "failed"; error: unknown };
