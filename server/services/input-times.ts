import { z } from "zod";

const ISO_TIME = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,18}))?)?(?:Z|([+-])(\d\d)(?::?(\d\d))?)$/i;
const US_PER_MS = 1000;

/** Batteries were tested before 1990; their files were not. What is earlier is a clock that was never set. */
export const EARLIEST_TIME_US = Date.UTC(1990, 0, 1) * US_PER_MS;
/** A double holds whole µs up to here (year 2255), and PostgreSQL far beyond. */
const LATEST_TIME_US = Number.MAX_SAFE_INTEGER;

/**
 * A time as senders write it: ISO 8601 with an offset, or Unix milliseconds with fractions.
 * @returns Unix µs, rounded to the nearest; null when it is neither
 */
export function parseTimeUs(value: unknown): number | null {
  if (typeof value === "number") {
    const timeUs = Math.round(value * US_PER_MS);
    return Math.abs(timeUs) <= LATEST_TIME_US ? timeUs : null;
  }
  return typeof value === "string" ? parseIsoUs(value) : null;
}

function parseIsoUs(text: string): number | null {
  const parts = ISO_TIME.exec(text);
  if (!parts) return null;
  const [, year, month, day, hour, minute, second = "0", fraction = "", sign, offsetHour = "0", offsetMinute = "0"] =
    parts;
  const atMs = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  const date = new Date(atMs);
  // Date.UTC carries 31 April into May and takes the year 26 for 1926; a time that does not exist is refused.
  const exists = date.getUTCDate() === Number(day) && date.getUTCMonth() === Number(month) - 1;
  if (Number(year) < 100 || !exists || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  if (Number(offsetHour) > 23 || Number(offsetMinute) > 59) return null;
  const offsetMs = (Number(offsetHour) * 60 + Number(offsetMinute)) * 60_000 * (sign === "-" ? -1 : 1);
  // From its digits: a double of the whole time in ms would round the last of them.
  const fractionUs = Math.round(Number(`0.${fraction || "0"}`) * 1e6);
  return (atMs - offsetMs) * US_PER_MS + fractionUs;
}

const TIME_RULE = "expected ISO 8601 with an offset, or Unix milliseconds";

/** Unix µs as ISO 8601 UTC: to the ms, or to the µs where it needs that. */
export function toIsoTime(timeUs: number): string {
  const ms = Math.floor(timeUs / US_PER_MS);
  const us = timeUs - ms * US_PER_MS;
  const iso = new Date(ms).toISOString();
  return us === 0 ? iso : `${iso.slice(0, -1)}${String(us).padStart(3, "0")}Z`;
}

/** A time in a body, parsed to Unix µs. */
export const timeUs = z
  .union([z.string(), z.number()])
  .transform((value, ctx) => {
    const parsed = parseTimeUs(value);
    if (parsed !== null) return parsed;
    ctx.addIssue({ code: "custom", message: TIME_RULE });
    return z.NEVER;
  })
  .meta({
    description: "ISO 8601 with an offset, or Unix milliseconds (fractions kept to 1 µs)",
    examples: ["2026-01-31T12:00:00.000Z"],
  });

/** A time in a query string, where a number arrives as text. */
export const timeUsInQuery = z
  .string()
  .transform((text, ctx) => {
    const parsed = parseTimeUs(/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text);
    if (parsed !== null) return parsed;
    ctx.addIssue({ code: "custom", message: `${TIME_RULE}; in a URL, "+" is written %2B` });
    return z.NEVER;
  })
  .meta({ description: "ISO 8601 with an offset, or Unix milliseconds", examples: ["2026-01-31T12:00:00Z"] });
