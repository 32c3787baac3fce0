import { z } from "zod";

const MAX_CHARACTERS = 64;

/** A time zone of the IANA database, as this server knows it. */
export const timeZoneName = z.string().max(MAX_CHARACTERS).refine(isTimeZone, "expected a time zone, as Europe/Berlin");

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return !/^[+-]/.test(name); // an offset is no zone: it knows no summer
  } catch {
    return false;
  }
}
