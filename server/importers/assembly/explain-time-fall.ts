const US_PER_S = 1e6;
const US_PER_HOUR = 3600 * US_PER_S;

/** What to say of a clock that falls, and what such a fall mostly is. */
export function explainTimeFall(fallUs: number): string {
  const hours = fallUs / US_PER_HOUR;
  const isHourTwice = hours > 0.5 && hours <= 1;
  const isOfTwelve = hours > 10 && hours <= 12;
  const hint = isHourTwice
    ? " Is the time zone that of the clock, which may be put back an hour in autumn?"
    : isOfTwelve
      ? " Does it count to twelve, without AM and PM?"
      : "";
  return `The clock falls by ${Number((fallUs / US_PER_S).toFixed(3))} s, and no test time tells what passed: until the clock is where it was, the samples are of one time, and no capacity is counted.${hint}`;
}
