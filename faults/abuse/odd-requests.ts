import type { Target } from "./abuse";

type OddRequest = { method: string; path: string; headers?: Record<string, string>; body?: string };

const ODD_TEXTS = [
  "\u0000",
  "a\u0000b",
  "\ud800",
  "x".repeat(5000),
  "__proto__",
  "'; DROP TABLE labs; --",
  "\u202eabc",
  "",
  " ",
];
const ODD_NUMBERS = ["2147483648", "-1", "0", "1e309", "NaN", "1.5", "99999999999999999999", "null"];

/** A source of numbers that gives the same ones for the same seed. @see https://en.wikipedia.org/wiki/Linear_congruential_generator */
export function seededNumbers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Requests that are wrong in one place each: text the database cannot hold, numbers out of range, shapes that nobody asked for. */
export function oddRequest({ key, cookie, labSlug }: Target, below: (limit: number) => number): OddRequest {
  const pick = <T>(from: readonly T[]): T => from[below(from.length)] as T; // never empty
  const text = () => encodeURIComponent(pick(ODD_TEXTS).toWellFormed());
  const value = () => pick<unknown>([...ODD_TEXTS, ...ODD_NUMBERS.map(Number), null, [], {}, true, { a: [1] }]);
  const withKey = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const withCookie = { cookie, "content-type": "application/json" };
  const procedure = () =>
    pick([
      "cells.sheet",
      "groups.view",
      "groups.deviations",
      "audit.list",
      "cells.edit",
      "labs.update",
      "groupings.create",
    ]);
  const input = () =>
    JSON.stringify({ labSlug: pick([labSlug, value()]), [pick(["groupingId", "text", "name"])]: value() });
  return pick<() => OddRequest>([
    () => ({ method: "GET", path: `/api/v1/cells?search=${text()}&limit=${pick(ODD_NUMBERS)}`, headers: withKey }),
    () => ({ method: "GET", path: `/api/v1/cells/${text()}/cycles`, headers: withKey }),
    () => ({ method: "GET", path: `/api/v1/groupings/${pick(ODD_NUMBERS)}/cycles?metric=${text()}`, headers: withKey }),
    () => ({
      method: "PUT",
      path: `/api/v1/cells/${text()}`,
      headers: withKey,
      body: JSON.stringify({ metadata: value() }),
    }),
    () => ({ method: "POST", path: "/api/v1/ingest", headers: withKey, body: JSON.stringify({ samples: value() }) }),
    () => ({
      method: "POST",
      path: "/api/v1/ingest",
      headers: withKey,
      body: `{"samples":[${JSON.stringify(value())}]}`,
    }),
    () => ({
      method: "GET",
      path: `/api/trpc/${procedure()}?input=${encodeURIComponent(input())}`,
      headers: withCookie,
    }),
    () => ({ method: "POST", path: `/api/trpc/${procedure()}`, headers: withCookie, body: input() }),
    () => ({
      method: "GET",
      path: `/labs/${text()}/groups?metric=${text()}&cycle=${pick(ODD_NUMBERS)}`,
      headers: withCookie,
    }),
    () => ({ method: "GET", path: pick(["/api/v1/cells/%ED%A0%80", "/labs/%00", "/api/%ff", "/%c0%ae%c0%ae/"]) }),
    () => ({
      method: pick(["OPTIONS", "DELETE", "PATCH", "PROPFIND"]),
      path: pick(["/", "/api/v1/cells", "/api/trpc/x"]),
    }),
  ])();
}
