import { ApiCsvEncoder, BdfEncoder } from "./csv-encoders";
import { ParquetEncoder } from "./parquet-encoder";
import type { EncoderSettings, SeriesEncoder } from "./series-encoder";

export function createEncoder({ format, metadata }: EncoderSettings): SeriesEncoder {
  if (format === "parquet") return new ParquetEncoder(metadata);
  return format === "bdf" ? new BdfEncoder() : new ApiCsvEncoder();
}
