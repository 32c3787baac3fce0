import { gzipSync } from "node:zlib";
import { type Abuse, added, countAnswers, statusOf, times } from "./abuse";
import { asMember, ingest, REFUSED, sample, SECOND_MS, START_MS } from "./requests";
import { holdOpen } from "./sockets";

const FULL_NAME = 60_000_000;

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

export const IN_BODIES: readonly Abuse[] = [
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
    mayAnswer: [...REFUSED, 408, 503, "closed"],
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
    mayAnswer: [...REFUSED, 408, "closed"],
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
