import type { Target } from "./abuse";
import { CHANGES, FILE, QUERIES, READS, WRITES } from "./valid-requests";

type OddRequest = { method: string; path: string; headers?: Record<string, string>; body?: string };

const ODD_TEXTS = [
  "\u0000",
  "a\u0000b",
  "\ud800",
  "x".repeat(5000),
  "__proto__",
  "'; DROP TABLE labs; --",
  "\u202eabc",
  "\u200b",
  "a".repeat(129),
  "../../etc",
  "%00%ff",
  "<b>odd</b>",
  "=1+1",
  "9999-99-99T99:99:99Z",
  "",
  " ",
];
const ODD_NUMBERS = [
  ...["2147483648", "-2147483649", "4294967296", "-1", "0", "-0", "1.5", "1e21", "1e309", "NaN", "null"],
  ...["99999999999999999999", "0x10"],
];

/** A source of numbers that gives the same ones for the same seed. @see https://en.wikipedia.org/wiki/Linear_congruential_generator */
function seededNumbers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** One field of what is asked, however deep, is another value. */
function spoiled(asked: unknown, odd: () => unknown, below: (limit: number) => number): unknown {
  if (typeof asked !== "object" || asked === null) return odd();
  const keys = Object.keys(asked);
  const key = keys[below(keys.length + 1)];
  if (key === undefined) return odd();
  const copy = (Array.isArray(asked) ? [...asked] : { ...asked }) as Record<string, unknown>; // keys of either
  copy[key] = spoiled(copy[key], odd, below);
  return copy;
}

/** A path with its query, of what is said in both: a place in the path is a field in brackets. */
function addressOf(path: string, said: Readonly<Record<string, string>>): string {
  const inPath = path.replace(/\{(\w+)\}/, (_, name: string) => encodeURIComponent(said[name] ?? ""));
  const inQuery = Object.entries(said).filter(([name]) => !path.includes(`{${name}}`));
  return `${inPath}?${new URLSearchParams(inQuery)}`;
}

/** Requests that are wrong in one place each: text the database cannot hold, numbers out of range, shapes that nobody asked for. */
function oddRequest({ key, cookie, labSlug, url }: Target, below: (limit: number) => number): OddRequest {
  const pick = <T>(from: readonly T[]): T => {
    const picked = from[below(from.length)];
    if (picked === undefined) throw new RangeError("there is nothing to pick from");
    return picked;
  };
  const text = () => pick([...ODD_TEXTS, ...ODD_NUMBERS]).toWellFormed();
  const value = () => pick<unknown>([...ODD_TEXTS, ...ODD_NUMBERS.map(Number), null, [], {}, true, { a: [1] }]);
  const withKey = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const withCookie = { cookie, origin: url, "content-type": "application/json" };
  const spoil = (asked: object) => JSON.stringify(spoiled(asked, value, below));
  return pick<() => OddRequest>([
    () => {
      const { path, fields } = pick(READS);
      const said = { ...fields, [pick(Object.keys(fields))]: text() };
      return { method: "GET", path: addressOf(path, said), headers: withKey };
    },
    () => {
      const { path, fields, body } = FILE;
      const said = { ...fields, [pick(Object.keys(fields))]: text() };
      return { method: "POST", path: addressOf(path, said), headers: withKey, body };
    },
    () => {
      const { method, path, body } = pick(WRITES);
      return { method, path, headers: withKey, body: spoil(body) };
    },
    () => {
      const [procedure, asked] = pick(Object.entries(QUERIES));
      const input = encodeURIComponent(spoil({ labSlug, ...asked }));
      return { method: "GET", path: `/api/trpc/${procedure}?input=${input}`, headers: withCookie };
    },
    () => {
      const [procedure, asked] = pick(Object.entries(CHANGES));
      return {
        method: "POST",
        path: `/api/trpc/${procedure}`,
        headers: withCookie,
        body: spoil({ labSlug, ...asked }),
      };
    },
    () => ({
      method: "GET",
      path: `/labs/${encodeURIComponent(pick([labSlug, text()]))}/groups?metric=${encodeURIComponent(text())}&cycle=${pick(ODD_NUMBERS)}`,
      headers: withCookie,
    }),
    () =>
      pick([
        { method: "GET", path: pick(["/api/v1/cells/%ED%A0%80", "/labs/%00", "/api/%ff", "/%c0%ae%c0%ae/"]) },
        {
          method: pick(["OPTIONS", "DELETE", "PATCH", "PROPFIND"]),
          path: pick(["/", "/api/v1/cells", "/api/trpc/x", `/labs/${encodeURIComponent(text())}`]),
        },
      ]),
  ])();
}

/** So many odd requests, no two of which are the same. */
export function oddRequests(target: Target, seed: number, count: number): OddRequest[] {
  const below = seededNumbers(seed);
  const drawn = new Map<string, OddRequest>();
  while (drawn.size < count) {
    const request = oddRequest(target, below);
    drawn.set(`${request.method} ${request.path} ${request.body ?? ""}`, request);
  }
  return [...drawn.values()];
}
