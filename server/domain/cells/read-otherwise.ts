import type { ImportReport } from "./import-report";
import { clockOf } from "../samples/zoned-time";

const US_PER_MS = 1000;

/**
 * Whether a file is read in another way than the one that was imported for the same cell and test before. What a file's dates and times mean
 * is told by its first rows; a longer version of it may show another meaning, and its samples would then stand beside those of the shorter
 * one, at other times.
 * @returns what is different, as a warning; null where nothing is
 */
export function readOtherwise(before: ImportReport, now: ImportReport, timeZone: string): string | null {
  const found =
    otherUnit(before, now) ??
    (hasSwappedDates(before, now, timeZone) ? "its dates had day and month the other way round" : null);
  if (found === null) return null;
  return (
    `The file imported before for this cell and test was read in another way: ${found}. If this is a longer version of it, samples of both ` +
    "stand side by side: undo the import that is wrong."
  );
}

function otherUnit(before: ImportReport, now: ImportReport): string | null {
  const known = new Map(before.columns.map((column) => [column.heading, column]));
  for (const { heading, field, unit } of now.columns) {
    const old = known.get(heading);
    if (!old || old.field === null || old.field !== field || old.unit === unit) continue;
    return `"${heading}" was in ${old.unit ?? "no unit"}, and is in ${unit ?? "none"} here`;
  }
  return null;
}

function hasSwappedDates(before: ImportReport, now: ImportReport, timeZone: string): boolean {
  const clock = clockOf(timeZone);
  return now.tests.some(({ cell, test, startedAtUs }) => {
    const old = before.tests.find((known) => known.cell === cell && known.test === test);
    if (!old || old.startedAtUs === startedAtUs) return false;
    return swapped(clock(old.startedAtUs / US_PER_MS)) === clock(startedAtUs / US_PER_MS);
  });
}

/** The date that has the day of another as its month; NaN where there is none. */
function swapped(faceMs: number): number {
  const face = new Date(faceMs);
  const [month, day] = [face.getUTCMonth() + 1, face.getUTCDate()];
  if (day > 12) return Number.NaN;
  face.setUTCMonth(day - 1, month);
  return face.getTime();
}
