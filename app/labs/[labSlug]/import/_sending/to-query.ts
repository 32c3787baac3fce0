import { momentsOfWallTime } from "@/server/domain/samples/zoned-time";
import type { Assignment } from "../_assignment/assign-file";
import type { FileSettings, ImportFile } from "./import-files";
import type { PreviewSettings } from "./read-preview";

/** A start as it was typed, in the chosen zone; null where nothing was, or the clocks skip it. */
export function startOf({ startedAt }: Pick<FileSettings, "startedAt">, timeZone: string): number | null {
  return momentsOfWallTime(startedAt, timeZone)[0] ?? null;
}

export function toPreviewSettings(
  settings: FileSettings,
  timeZone: string,
  nominalCapacityAh: number | null,
): PreviewSettings {
  const startMs = startOf(settings, timeZone);
  const { isPartial, mapping, answers } = settings;
  const startedAtUs = startMs === null ? null : startMs * 1000;
  return { timeZone, startedAtUs, isPartial, mapping, answers, nominalCapacityAh };
}

/** The query parameters of an upload. */
export function toQuery(
  { file, settings, preview }: Pick<ImportFile, "file" | "settings" | "preview">,
  { cell, test, metadata, settings: ofCell }: Assignment,
  { timeZone, hasEnded }: { timeZone: string; hasEnded: boolean },
): Record<string, string> {
  const startMs = startOf(settings, timeZone);
  return {
    ...(namesItsCells(preview) ? {} : { cell: cell.normalize("NFC").trim() }),
    ...(test === "" ? {} : { test }),
    timeZone,
    fileName: file.name.replaceAll(/\p{Cc}/gu, " ").slice(-255),
    ...(startMs === null ? {} : { startedAt: new Date(startMs).toISOString() }),
    ...(settings.isPartial ? { partial: "true" } : {}),
    ...(hasEnded ? { ended: "true" } : {}),
    ...(settings.mapping ? { mapping: JSON.stringify(settings.mapping) } : {}),
    ...settings.answers,
    ...Object.fromEntries(Object.entries(ofCell).map(([name, value]) => [name, String(value)])),
    ...(Object.keys(metadata).length > 0 ? { metadata: JSON.stringify(metadata) } : {}),
  };
}

/** Whether the file says itself which cells its rows are of. */
export function namesItsCells(preview: ImportFile["preview"]): boolean {
  return preview?.kind === "readable" && preview.summary.tests.some(({ cell }) => cell !== null);
}
