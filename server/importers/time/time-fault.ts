/** A clock that was never set begins in 1970 or 1980. */
const EARLIEST_US = Date.UTC(1990, 0, 1) * 1000;
/** Not far beyond this a double no longer holds every µs. */
const LATEST_US = Date.UTC(2200, 0, 1) * 1000;

/**
 * Why a sample cannot have been taken at this time; null where it can.
 * @param latestUs what lies behind this is in the future
 */
export function timeFault(timeUs: number, latestUs: number): string | null {
  if (timeUs >= EARLIEST_US && timeUs < Math.min(latestUs, LATEST_US)) return null;
  if (timeUs < LATEST_US && timeUs >= latestUs)
    return `by its clock and test time the row is in the future, ${new Date(timeUs / 1000).toISOString().slice(0, 10)}: check the clock, or give the time of test time 0 as startedAt`;
  if (timeUs >= LATEST_US)
    return "by its clock and test time the row is after the year 2200: check the unit of test time";
  const fault = Number.isNaN(timeUs) ? "the row has no clock to date it" : "by its clock the row is before 1990";
  return `${fault}: give the time of test time 0 as startedAt`;
}
