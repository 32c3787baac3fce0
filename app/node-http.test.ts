import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, expect, it } from "vitest";
import { Answer } from "@/server/api/http/answer";
import { problemAnswer } from "@/server/api/http/problem-json";
import { type ApiRequest, type BodyLimits, contentOf, readBody } from "@/server/api/http/read-body";
import { toAppError } from "@/server/errors";
import { answerWith } from "./node-http";

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A server that answers with the length of a body, or with a problem document. */
async function startServer(limits: BodyLimits): Promise<number> {
  const handle = (request: ApiRequest) =>
    readBody(request, limits)
      .then((body) => contentOf(body, limits))
      .then(
        (content) => Answer.json(content.length, { status: 200 }),
        (cause) => problemAnswer(toAppError(cause)),
      );
  server = createServer((request, response) => void answerWith(handle, request, response));
  return portOf(server);
}

async function portOf(started: Server | undefined): Promise<number> {
  if (!started) throw new RangeError("no server");
  started.listen(0, "127.0.0.1");
  await once(started, "listening");
  // A server that listens on a port has one.
  return (started.address() as AddressInfo).port;
}

/** What a connection answers to these pieces until it is closed. */
async function exchange(port: number, pieces: (string | Uint8Array)[]): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  for (const piece of pieces) socket.write(piece);
  let received = "";
  for await (const data of socket) received += String(data);
  return received;
}

const head = (...headers: string[]) => ["POST / HTTP/1.1", "Host: localhost", ...headers, "", ""].join("\r\n");
const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;
const LIMITS: BodyLimits = { sentBytes: 100, inflatedBytes: 1000, deadlineMs: 60_000 };

it("answers a body that does not end, and then ends the connection", async () => {
  const port = await startServer({ ...LIMITS, deadlineMs: 20 });
  const answer = await exchange(port, [head("Content-Length: 50"), "a byte"]);
  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  expect(answer).toMatch(/\r\nConnection: close\r\n/i);
  expect(answer).toContain('"type":"/docs/api#too_slow"');
});

it("answers a body that is too long while it comes, and then ends the connection", async () => {
  const port = await startServer(LIMITS);
  const chunked = await exchange(port, [head("Transfer-Encoding: chunked"), chunk("x".repeat(101))]);
  expect(chunked).toMatch(/^HTTP\/1\.1 413 /);
  expect(chunked).toMatch(/\r\nConnection: close\r\n/i);
  const declared = await exchange(port, [head("Content-Length: 300000"), "x".repeat(50)]);
  expect(declared).toMatch(/^HTTP\/1\.1 413 /);
  const bomb = gzipSync(Buffer.alloc(1001));
  const packed = [head("Content-Encoding: gzip", "Connection: close", `Content-Length: ${bomb.length}`), bomb];
  expect(await exchange(port, packed)).toMatch(/^HTTP\/1\.1 413 /);
});

it("takes bodies in pieces", async () => {
  const port = await startServer(LIMITS);
  const pieces = [head("Transfer-Encoding: chunked", "Connection: close"), chunk("ab"), chunk("c"), "0\r\n\r\n"];
  expect(await exchange(port, pieces)).toMatch(/^HTTP\/1\.1 200 .*\r\n\r\n3$/s);
});

it("hears that a sender went away in the middle of a body", async () => {
  const refused = new Promise<unknown>((resolve) => {
    server = createServer((request, response) => {
      const handle = (given: ApiRequest) =>
        readBody(given, LIMITS)
          .then(() => null, resolve)
          .then(() => null);
      void answerWith(handle, request, response);
    });
  });
  const port = await portOf(server);
  const socket = connect(port, "127.0.0.1");
  socket.write(`${head("Content-Length: 50")}a byte`, () => socket.destroy());
  expect(await refused).toMatchObject({ kind: "malformed" });
});

it("goes on with a connection whose refused body was short", async () => {
  server = createServer((request, response) => {
    void answerWith(async () => Answer.json("no", { status: 429 }), request, response);
  });
  const port = await portOf(server);
  const last = head("Content-Length: 3", "Connection: close");
  const answers = await exchange(port, [head("Content-Length: 5"), "12345", last, "123"]);
  expect(answers.match(/HTTP\/1\.1 429 /g)).toHaveLength(2);
});
