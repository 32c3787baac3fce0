import { momentsOfWallTime } from "@/server/domain/samples/zoned-time";

/** `2024-01-31_12-30-45`, `20240131T123045`, `2024.01.31 12h30`: a date with its year first, and a time of day, with or without seconds. */
const DATE_AND_TIME =
  /(?<!\d)((?:19|20)\d\d)[-_.]?(\d\d)[-_.]?(\d\d)[-_ .T]{1,3}(\d\d)[-_.:h]?(\d\d)(?:[-_.:m]?(\d\d))?(?!\d)/;
/** As systems of files have it. */
const LONGEST_NAME = 255;

/** When a file's test began, by its name, as a field for dates and times holds it; null where the name says no such time. */
export function startInName(name: string): string | null {
  const parts = DATE_AND_TIME.exec(name.slice(0, LONGEST_NAME));
  if (!parts) return null;
  const [, year, month, day, hour, minute, second = "00"] = parts;
  const start = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  return momentsOfWallTime(start, "UTC").length > 0 ? start : null;
}
