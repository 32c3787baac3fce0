import type { Question } from "../cycler-file";

/** What is asked about a clock that falls by so much that charge is lost. */
export const IS_LOST: Question = {
  choices: [{ parameter: "clockFalls", value: "accepted", words: "what lies in the fall may be lost" }],
};

const US_PER_S = 1e6;
const US_PER_HOUR = 3600 * US_PER_S;

/** The warning for a clock that falls, with its likely cause. */
export function explainTimeFall(fallUs: number): string {
  const hours = fallUs / US_PER_HOUR;
  const isHourTwice = hours > 0.5 && hours <= 1;
  const isOfTwelve = hours > 10 && hours <= 12;
  const hint = isHourTwice
    ? " Check the time zone: the clock may have gone back an hour in autumn."
    : isOfTwelve
      ? " It may be a 12-hour clock without AM and PM."
      : "";
  return `The clock falls by ${Number((fallUs / US_PER_S).toFixed(3))} s, and the file has no test time: until the clock catches up, the samples share one time and no capacity is counted.${hint}`;
}
