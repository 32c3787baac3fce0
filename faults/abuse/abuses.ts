import { gzipSync } from "node:zlib";
import { type Abuse, added, countAnswers, statusOf, type Target, times } from "./abuse";
import { oddRequest, seededNumbers } from "./odd-requests";
import { holdOpen } from "./sockets";

// What was found by attacking the service, as requests that can be sent again. See docs/operating.md, "Bounds".

const SECOND_MS = 1000;
const START_MS = Date.UTC(2026, 0, 1);
const REFUSED = [400, 401, 403, 404, 405, 409, 411, 413, 414, 415, 422, 429, 431, 501] as const;
const FULL_NAME = 60_000_000;

const json = (target: Target) => ({ authorization: `Bearer ${target.key}`, "content-type": "application/json" });
const asMember = ({ cookie, url }: Target) => ({ cookie, origin: url, "content-type": "application/json" });
const sample = (cell: string, timeMs: number, extra: object = {}) => ({
  cell,
  time: timeMs,
  voltage: 3.5,
  current: 1,
  ...extra,
});

const importFile = (target: Target, body: string) =>
  statusOf(`${target.url}/api/v1/imports?cell=abuse&startedAt=2026-11-20T00:00:00Z`, {
    method: "POST",
    headers: { authorization: `Bearer ${target.key}` },
    body,
  });

const ingest = (target: Target, body: unknown, headers: Record<string, string> = {}) =>
  statusOf(`${target.url}/api/v1/ingest`, {
    method: "POST",
    headers: { ...json(target), ...headers },
    body: body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body),
  });

/** A body that is written in pieces, without a word of how long it is. */
function endless(megabytes: number): ReadableStream<Uint8Array> {
  const piece = new Uint8Array(1_000_000).fill(97);
  let left = megabytes;
  return new ReadableStream({
    pull(controller) {
      if (left-- > 0) controller.enqueue(piece);
      else controller.close();
    },
  });
}

const IN_FILES: readonly Abuse[] = [
  {
    name: "a file whose preamble ends in tabs",
    mayAnswer: [200, 202, ...REFUSED],
    run: (target) => {
      const file = `Test name${"\t".repeat(60)}\ntest_time_second,voltage_volt,current_ampere\n0,3.1,1\n1,3.2,1\n`;
      return countAnswers([() => importFile(target, file)], 1);
    },
  },
  {
    name: "files with a cell of 400 kB that looks like a date",
    mayAnswer: [200, 202, ...REFUSED],
    run: (target, share) => {
      const file = `time,voltage_V,current_A\n${"1-".repeat(Math.round(200_000 * share))},3,1\n1,3,1\n`;
      return countAnswers(
        times(4, () => () => importFile(target, file)),
        4,
      );
    },
  },
];

const IN_BODIES: readonly Abuse[] = [
  {
    name: "a name of 60 MB in 58 kB of gzip",
    mayAnswer: REFUSED,
    run: (target, share) => {
      const name = "a".repeat(Math.round(FULL_NAME * share));
      const body = gzipSync(JSON.stringify({ samples: [sample(name, START_MS)] }));
      return countAnswers(
        times(3, () => () => ingest(target, body, { "content-encoding": "gzip" })),
        3,
      );
    },
  },
  {
    name: "300 MB for signing in, of no said length",
    mayAnswer: [...REFUSED, "closed"],
    run: ({ url }, share) =>
      countAnswers(
        times(
          2,
          () => () =>
            statusOf(`${url}/api/auth/sign-in/email`, {
              method: "POST",
              headers: { "content-type": "application/json", origin: url },
              body: endless(300 * share),
              duplex: "half",
            }),
        ),
        2,
      ),
  },
  {
    name: "100 MB as the name of a lab",
    mayAnswer: [...REFUSED, "closed"],
    run: (target, share) =>
      countAnswers(
        [
          () =>
            statusOf(`${target.url}/api/trpc/labs.create`, {
              method: "POST",
              headers: asMember(target),
              body: endless(100 * share),
              duplex: "half",
            }),
        ],
        1,
      ),
  },
  {
    name: "an unknown name of 5 MB, which a log would repeat",
    mayAnswer: REFUSED,
    run: (target) => {
      const body = gzipSync(JSON.stringify({ samples: [sample("a", START_MS, { ["x".repeat(5_000_000)]: 1 })] }));
      return countAnswers(
        times(3, () => () => ingest(target, body, { "content-encoding": "gzip" })),
        1,
      );
    },
  },
  {
    name: "bodies that are held back by one byte",
    mayAnswer: [...REFUSED, 503, "closed"],
    run: (target, share) => {
      const body = "x".repeat(100_000);
      const head = `POST /api/v1/ingest HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${target.key}\r\nContent-Type: application/json\r\n`;
      const bytes = `${head}Content-Length: ${body.length + 1}\r\n\r\n${body}`;
      return holdOpen(target.url, {
        count: Math.round(400 * share),
        bytes,
        withinMs: share < 1 ? null : 75 * SECOND_MS,
      });
    },
  },
  {
    name: "half requests, and upgrades to nothing",
    mayAnswer: [...REFUSED, "closed"],
    run: async ({ url }, share) => {
      const count = Math.round(1500 * share);
      const withinMs = share < 1 ? null : 60 * SECOND_MS;
      const upgrade = "GET /_next/webpack-hmr HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
      const [half, upgraded] = await Promise.all([
        holdOpen(url, { count, bytes: "GET / HTTP/1.1\r\nHost: x\r\nX-Half: ", withinMs }),
        holdOpen(url, { count: Math.ceil(count / 10), bytes: upgrade, withinMs }),
      ]);
      return added(half, upgraded);
    },
  },
];

const WEEK_MS = 7 * 86_400 * SECOND_MS;

const IN_STATE: readonly Abuse[] = [
  {
    name: "a batch with a sample each week since 1990",
    mayAnswer: REFUSED,
    run: (target) =>
      countAnswers(
        [
          () =>
            ingest(target, {
              samples: Array.from({ length: 1900 }, (_, week) =>
                sample("weeks", Date.UTC(1990, 0, 1) + week * WEEK_MS),
              ),
            }),
        ],
        1,
      ),
  },
  {
    name: "a key of its own for each of thousands of batches",
    mayAnswer: [202, 429],
    run: (target, share) =>
      countAnswers(
        times(
          Math.round(4000 * share),
          (index) => () =>
            ingest(target, { samples: [sample("keys", START_MS + index)] }, { "idempotency-key": `abuse-${index}` }),
        ),
        20,
      ),
  },
  {
    name: "cycles with numbers of their own in each of 500 cells, and a group for each of them",
    mayAnswer: [200, 201, 202, 409, 413, 422, 429],
    run: async (target, share) => {
      const post = (path: string, body: object) =>
        statusOf(target.url + path, { method: "POST", headers: json(target), body: JSON.stringify(body) });
      await post("/api/v1/metadata-fields", { name: "wide", type: "text" });
      await post("/api/v1/groupings", { name: "Wide", by: ["wide"] });
      const batchOf = (cell: number) => ({
        cells: { [`wide-${cell}`]: { metadata: { wide: `${cell}` } } },
        samples: Array.from({ length: 200 }, (_, index) =>
          sample(`wide-${cell}`, START_MS + index * SECOND_MS, {
            cycle: cell * 1000 + (index >> 2),
            current: index % 4 < 2 ? 1 : -1,
          }),
        ),
      });
      const sent = await countAnswers(
        times(Math.round(500 * share), (cell) => () => ingest(target, batchOf(cell))),
        8,
      );
      const groupings = await fetch(`${target.url}/api/v1/groupings`, { headers: json(target) });
      const listed = (await groupings.json()) as { groupings: { id: number; name: string }[] }; // as described
      const id = listed.groupings.find(({ name }) => name === "Wide")?.id ?? 0;
      const path = `${target.url}/api/v1/groupings/${id}/cycles?metric=dischargeCapacityAh`;
      return added(
        sent,
        await countAnswers(
          times(5, () => () => statusOf(path, { headers: json(target) })),
          5,
        ),
      );
    },
  },
  {
    name: "rules with 8,000 values each",
    mayAnswer: REFUSED,
    run: (target) => {
      const values = Array.from({ length: 8000 }, (_, index) => `value ${index}`);
      const rules = Array.from({ length: 20 }, (_, rule) => ({
        name: `rule ${rule}`,
        where: [{ field: "group", op: "in", value: values }],
      }));
      return countAnswers(
        times(
          3,
          (index) => () =>
            statusOf(`${target.url}/api/v1/groupings`, {
              method: "POST",
              headers: json(target),
              body: JSON.stringify({ name: `rules ${index}`, rules }),
            }),
        ),
        3,
      );
    },
  },
];

const IN_REQUESTS: readonly Abuse[] = [
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
      const below = seededNumbers(20_261_128);
      const requests = times(Math.round(3500 * share), () => {
        const { path, ...init } = oddRequest(target, below);
        return () => statusOf(target.url + path, init);
      });
      return countAnswers(requests, 8);
    },
  },
];

export const ABUSES: readonly Abuse[] = [...IN_FILES, ...IN_BODIES, ...IN_STATE, ...IN_REQUESTS];
