const DAY_MS = 86_400_000;

/** A clock's face: a date and a time of day to the second, without saying where. */
const WALL_TIME = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d))?$/;

/**
 * The moments at which the clocks of a time zone show a time.
 * @param text as `2026-10-25T02:30` or `2026-10-25T02:30:00`
 * @param timeZone an IANA name
 * @returns Unix ms, ascending: mostly one; two where the clocks are put back over it; none where they are put forward over it, or the text
 *   is no such time
 * @throws RangeError when there is no such time zone
 */
export function momentsOfWallTime(text: string, timeZone: string): number[] {
  const faceMs = parseFace(text);
  if (faceMs === null) return [];
  const clock = clockOf(timeZone);
  // The offsets of the day before and the day after: between them the clocks are put forward or back once at most.
  const offsetsMs = [faceMs - DAY_MS, faceMs + DAY_MS].map((atMs) => clock(atMs) - atMs);
  const momentsMs = new Set(offsetsMs.map((offsetMs) => faceMs - offsetMs));
  return [...momentsMs].filter((atMs) => clock(atMs) === faceMs).sort((left, right) => left - right);
}

/** The face as if it were UTC; null where no calendar has it. */
function parseFace(text: string): number | null {
  const parts = WALL_TIME.exec(text);
  if (!parts) return null;
  const [, year, month, day, hour, minute, second = "00"] = parts;
  const faceMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  // 30 February is parsed to a day in March.
  return Number.isNaN(faceMs) || new Date(faceMs).getUTCDate() !== Number(day) ? null : faceMs;
}

type Clock = (atMs: number) => number;
/** The last one: to make it takes a millisecond, and whoever asks for one asks again for the same. */
let made: { timeZone: string; clock: Clock } | null = null;

/** What the zone's clocks show at a moment, to the second, as if it were UTC. */
export function clockOf(timeZone: string): Clock {
  if (made?.timeZone !== timeZone) made = { timeZone, clock: makeClock(timeZone) };
  return made.clock;
}

function makeClock(timeZone: string): Clock {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  return (atMs) => {
    const shown = new Map(format.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes) => shown.get(type) ?? 0;
    return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
  };
}
