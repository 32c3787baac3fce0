import { z } from "zod";
import type { CycleRange } from "./exclusions";
import { text } from "./input-text";

/** Cells that have a value in a metadata field, such as those of a chamber or a channel. */
export type MetadataMatch = { field: string; value: string };

/** From when to when, in Unix ms, both included. */
export type TimeRange = { from: number; to: number };

/** What an annotation is of: a cell, the cells of a match, or where both are null the whole lab; of some of its cycles, of a stretch of time, or all of it. */
export type AnnotationTarget = {
  cell: string | null;
  match: MetadataMatch | null;
  cycles: CycleRange | null;
  times: TimeRange | null;
};

const MAX_TEXT = 500;
const MAX_NAME = 128;

const moment = z.iso.datetime({ offset: true }).transform((given) => Date.parse(given));

export const timeRange = z
  .strictObject({ from: moment, to: moment })
  .refine(({ from, to }) => from <= to, "`from` is to be at most `to`")
  .meta({ id: "TimeRange", description: "ISO 8601 with an offset, both ends included" });

export const metadataMatch = z
  .strictObject({ field: text(MAX_NAME), value: text(MAX_TEXT) })
  .meta({ id: "MetadataMatch", description: "Cells whose metadata field has this value, numbers as they are written" });

export const annotationText = text(MAX_TEXT)
  .transform((given) => given.trim())
  .refine((given) => given !== "", "say what is to be known of it")
  .meta({ description: "What is to be known of it" });

/** Why there can be no such target, in words; null where there can. */
export function refusedTarget({ cell, match, cycles, times }: AnnotationTarget): string | null {
  if (cell !== null && match !== null) return "name a cell, or a metadata field and its value, not both";
  if (cycles !== null && times !== null) return "give cycles or times, not both";
  if (cycles !== null && cell === null) return "cycles are of one cell: name it";
  if (cell === null && times === null) return "give the times: what is of many cells is of a stretch of time";
  return null;
}

/** Whether an annotation concerns a cell. */
export function concernsCell(
  { cell, match }: Pick<AnnotationTarget, "cell" | "match">,
  of: { name: string; metadata: Readonly<Record<string, string | number>> },
): boolean {
  if (cell !== null) return cell === of.name;
  if (match === null) return true;
  return Object.hasOwn(of.metadata, match.field) && String(of.metadata[match.field]) === match.value;
}
