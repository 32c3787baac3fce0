import type { SampleColumns } from "../../domain/samples/sample-columns";
import type { ExportFormat } from "./export-columns";

/** Makes a file of samples, piece by piece. */
export type SeriesEncoder = {
  /** The next samples of a test, in order; tests come one after the other. @returns what of the file is ready */
  push(samples: SampleColumns, test: string): Uint8Array<ArrayBuffer>[];
  end(): Uint8Array<ArrayBuffer>[];
};

export type EncoderSettings = {
  format: ExportFormat;
  /** What a reader has to know of the samples; JSON can hold it. Parquet carries it. */
  metadata: Readonly<Record<string, unknown>>;
};
