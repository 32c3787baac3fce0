import { type Abuse, countAnswers, statusOf, times } from "./abuse";
import { oddRequests } from "./odd-requests";
import { asMember, REFUSED } from "./requests";

/** At full strength, and however little of it is done. */
const ODD_REQUESTS = 3500;
const LEAST_ODD_REQUESTS = 2000;

export const IN_REQUESTS: readonly Abuse[] = [
  {
    name: "300 wrong sign-ins at once",
    mayAnswer: [401, 403, 422, 429, 503],
    run: ({ url }, share) =>
      countAnswers(
        times(
          Math.round(300 * share),
          (index) => () =>
            statusOf(`${url}/api/auth/sign-in/email`, {
              method: "POST",
              headers: {
                "content-type": "application/json",
                origin: url,
                "x-forwarded-for": `203.0.113.${index % 250}`,
              },
              body: JSON.stringify({ email: `nobody-${index}@example.org`, password: "not the password" }),
            }),
        ),
        100,
      ),
  },
  {
    name: "200 procedures in one request",
    mayAnswer: REFUSED,
    run: (target) => {
      const calls = Array.from({ length: 200 }, () => "cells.sheet").join(",");
      const input = encodeURIComponent(
        JSON.stringify(
          Object.fromEntries(Array.from({ length: 200 }, (_, index) => [index, { labSlug: target.labSlug }])),
        ),
      );
      const url = `${target.url}/api/trpc/${calls}?batch=1&input=${input}`;
      return countAnswers([() => statusOf(url, { headers: asMember(target) })], 1);
    },
  },
  {
    name: "requests that are wrong in one place each",
    mayAnswer: [200, 201, 202, 204, 207, 302, 303, 307, 308, ...REFUSED],
    run: (target, share) => {
      const count = Math.max(LEAST_ODD_REQUESTS, Math.round(ODD_REQUESTS * share));
      const requests = oddRequests(target, 20_261_128, count).map(
        ({ path, ...init }) =>
          () =>
            statusOf(target.url + path, init),
      );
      return countAnswers(requests, 8);
    },
  },
];
