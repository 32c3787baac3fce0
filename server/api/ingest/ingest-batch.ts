import type { BatchSeries } from "../../domain/samples/batch-series";
import { AppError } from "../../errors";
import type { CellValues } from "../../jobs/contracts/store-batch-job";
import { COLDEST_C, HOTTEST_C } from "../../domain/samples/plausible-temperature";
import { MAX_AHEAD_US, MAX_INTEGER } from "../../domain/samples/sample-bounds";
import { INGEST_LIMITS } from "./ingest-body";
import { SampleBuilder } from "./batch-builder";

/** A batch as it was sent, whole. */
export type IngestBatch = {
  series: BatchSeries[];
  /** As sent, before doubles within the batch were dropped. */
  samples: number;
  cells: Record<string, CellValues>;
  /** Names that were sent, are known, and are not stored. */
  ignored: string[];
};

/** What holds for a body besides its bytes. */
export type IngestContext = {
  /** The clock, for times ahead of it. */
  nowMs: number;
  /** When the tests began, as the request says it outside its body. */
  startedAtUs: number | null;
};

const CYCLE_WARNING = `A cycle number was sent that is no integer from 0 to ${MAX_INTEGER}; it counts as missing.`;
const TEMPERATURE_WARNING = `A temperature outside ${COLDEST_C} to ${HOTTEST_C} °C was sent: is the sensor connected? Such values count as missing.`;

/** @throws AppError `too_large` for more samples than a batch may have */
export function startBatch(samples: number, { nowMs }: IngestContext): SampleBuilder {
  if (samples > INGEST_LIMITS.samples) throw tooLarge(`${INGEST_LIMITS.samples} samples`);
  return new SampleBuilder(samples, nowMs * 1000 + MAX_AHEAD_US);
}

/** @throws AppError `invalid_input` for no samples, `too_large` for more cells than a batch may have */
export function finishBatch(
  builder: SampleBuilder,
  { samples, ignored, cells = {} }: { samples: number; ignored: Iterable<string>; cells?: Record<string, CellValues> },
): IngestBatch {
  if (samples === 0) throw new AppError("invalid_input", "The body has no samples.");
  const series = builder.toSeries(samples);
  const values = new Map(Object.entries(cells));
  const warn = (indexes: readonly number[], message: string) => {
    for (const cell of builder.cellsOf(indexes)) {
      const known = values.get(cell);
      values.set(cell, { ...known, warnings: [...(known?.warnings ?? []), message] });
    }
  };
  warn(builder.badCycles, CYCLE_WARNING);
  warn(builder.badTemperatures, TEMPERATURE_WARNING);
  const names = new Set([...series.map(({ cell }) => cell), ...values.keys()]);
  if (names.size > INGEST_LIMITS.cells) throw tooLarge(`${INGEST_LIMITS.cells} cells`);
  return { series, samples, cells: Object.fromEntries(values), ignored: [...ignored] };
}

export const tooLarge = (what: string): AppError =>
  new AppError("too_large", `A batch is limited to ${what}. Split it into several.`);
