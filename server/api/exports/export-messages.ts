import type { SampleColumns } from "../../domain/samples/sample-columns";
import type { EncoderSettings } from "./series-encoder";

// What a process and its exporting thread say to each other: each message is answered, in order.

export type ToExportThread = { id: number } & (
  | { kind: "begin"; settings: EncoderSettings }
  | { kind: "push"; samples: SampleColumns; test: string }
  | { kind: "end" }
  /** Nobody wants this file any more. */
  | { kind: "drop" }
);

export type FromExportThread = { id: number } & ({ pieces: Uint8Array<ArrayBuffer>[] } | { error: unknown });
