import { clockOf } from "@/server/domain/samples/zoned-time";
import {
  AIMED_INTERVALS,
  type Domain,
  extendDomain,
  multiplesIn,
  roundedOut,
  roundStep,
  tidyDomain,
} from "./prepare-axis";
import { durationStep, snapToThousandth, type XAxis } from "./prepare-x-axis";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const QUARTER_MS = 15 * MINUTE_MS;
const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
/** 1970-01-05 */
const FIRST_MONDAY_MS = 4 * DAY_MS;
const MONTH_MS = 30 * DAY_MS;
const YEAR_MS = 365 * DAY_MS;
/** The years 1 to 9999, whose dates are written with four digits. */
const CALENDAR: Domain = [-62_135_596_800_000, 253_402_300_799_999];

/** What a zone's clocks show at a moment, as if it were UTC: their face. */
type Clock = (atMs: number) => number;

/** Moments, as Unix ms, with ticks where the clocks of a time zone are round: at midnight and on the first of a month too. */
export function instantAxis(timeZone: string): XAxis {
  const clock = clockOf(timeZone);
  return {
    prepare: (domain, maxIntervals) => {
      const tidy = tidyDomain(domain);
      const shown: Domain | null = tidy && [Math.max(CALENDAR[0], tidy[0]), Math.min(CALENDAR[1], tidy[1])];
      if (!shown || shown[0] > shown[1]) return { title: "Time", ticks: [], textOf: () => "" };
      const stepMs = instantStep(shown[1] - shown[0], maxIntervals);
      const ticks = instantTicks(shown, stepMs, clock);
      return { title: "Time", ticks, textOf: (tick) => textOf(clock(tick) + (tick % SECOND_MS), stepMs) };
    },
    snap: (value, domain) => Math.round(snapToThousandth(value, domain)),
    leastSpan: SECOND_MS,
    extend: (extent, previous) =>
      extendDomain(extent, previous, {
        empty: [0, DAY_MS],
        around: ([low, high]) => {
          const end = Math.max(high, low + SECOND_MS);
          return roundedOut([low, end], Math.max(1, instantStep(end - low, AIMED_INTERVALS) / 2));
        },
      }),
  };
}

/** Days are counted by one, two and seven, months by 1, 3 and 6, years decimally. */
const CALENDAR_STEPS_MS = [DAY_MS, 2 * DAY_MS, WEEK_MS, MONTH_MS, 3 * MONTH_MS, 6 * MONTH_MS];

function instantStep(spanMs: number, intervals: number): number {
  const least = spanMs / intervals;
  if (least <= DAY_MS / 2) return Math.max(1, SECOND_MS * durationStep(Math.max(1, spanMs) / SECOND_MS, intervals));
  return (
    CALENDAR_STEPS_MS.find((step) => step >= least) ?? YEAR_MS * Math.max(1, roundStep(spanMs / YEAR_MS, intervals))
  );
}

function instantTicks(domain: Domain, stepMs: number, clock: Clock): number[] {
  // Clocks of all zones agree on the quarters of an hour.
  if (stepMs <= QUARTER_MS) return multiplesIn(domain, stepMs);
  const [low, high] = domain;
  return facesIn([clock(low), clock(high)], stepMs).flatMap((face) => {
    const moment = momentOf(face, clock);
    return moment !== null && moment >= low && moment <= high ? [moment] : [];
  });
}

/** Round faces: multiples of hours, days and weeks that begin on Monday; firsts of months and years. */
function facesIn([low, high]: Domain, stepMs: number): number[] {
  if (stepMs < WEEK_MS) return multiplesIn([low, high], stepMs);
  if (stepMs === WEEK_MS) {
    return multiplesIn([low - FIRST_MONDAY_MS, high - FIRST_MONDAY_MS], stepMs).map((face) => face + FIRST_MONDAY_MS);
  }
  const months = stepMs < YEAR_MS ? Math.round(stepMs / MONTH_MS) : 12 * Math.round(stepMs / YEAR_MS);
  return multiplesIn([monthAt(low), monthAt(high) + 1], months).map((month) => Date.UTC(2000, month - 24_000));
}

/** Months since the year 0. */
function monthAt(faceMs: number): number {
  const date = new Date(faceMs);
  return 12 * date.getUTCFullYear() + date.getUTCMonth();
}

/** The first moment at which the clocks show a face; null where they are put forward over it. */
function momentOf(faceMs: number, clock: Clock): number | null {
  const offsetsMs = [faceMs - DAY_MS, faceMs + DAY_MS].map((atMs) => clock(atMs) - atMs);
  const moments = offsetsMs.map((offsetMs) => faceMs - offsetMs).filter((atMs) => clock(atMs) === faceMs);
  return moments.length > 0 ? Math.min(...moments) : null;
}

/** "14:05", or the date at midnight; longer steps show the date, the month or the year alone. */
function textOf(faceMs: number, stepMs: number): string {
  const iso = new Date(faceMs).toISOString(); // 2026-03-01T14:05:09.250Z
  const [date = "", time = ""] = iso.split("T");
  if (stepMs >= YEAR_MS) return date.slice(0, -6);
  if (stepMs >= MONTH_MS) return date.slice(0, -3);
  if (stepMs >= DAY_MS || faceMs % DAY_MS === 0) return date.slice(-5);
  if (stepMs >= MINUTE_MS) return time.slice(0, 5);
  return stepMs >= SECOND_MS ? time.slice(0, 8) : time.slice(0, -1);
}
