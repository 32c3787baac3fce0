import { once } from "node:events";
import type { RequestListener, Server, ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach, expect, it } from "vitest";
import { boundBody, boundsOf, inAccountTurn, refusedAsset, refusedRequest } from "./guard-request";
import { holdBytes } from "@/server/api/http/open-bodies";
import { guardedServer } from "./guarded-server";
import { answerWith } from "./node-http";

process.env.DATABASE_URL ??= "postgres://nobody@127.0.0.1:1/nothing"; // settings are read, nothing is connected
process.env.REDIS_URL ??= "redis://127.0.0.1:1/0";
process.env.AUTH_SECRET ??= "a secret of a test that signs nothing";

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** Stands for Next.js: reads a body of its own accord, and answers with its length. */
const readAll: RequestListener = async (request, response) => {
  let bytes = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) bytes += chunk.length;
    response.end(String(bytes));
  } catch {
    response.destroy();
  }
};

const ADDRESS = "192.0.2.1";

type Started = Partial<Parameters<typeof guardedServer>[1]> & { arrivalMs?: number };

async function start({ arrivalMs, ...patience }: Started = {}): Promise<number> {
  const answer: RequestListener = (request, response) => {
    const refusal = refusedRequest(request) ?? refusedAsset(request);
    if (refusal) void answerWith(async () => refusal, request, response);
    else {
      const bounds = boundsOf(request.url ?? "");
      const bounded = { address: ADDRESS, bounds: { ...bounds, arrivalMs: arrivalMs ?? bounds.arrivalMs } };
      if (boundBody(request, response, bounded)) readAll(request, response);
    }
  };
  server = guardedServer(answer, { maxConnections: 100, ...patience });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port; // a server that listens on a port has one
}

/** What a connection answers until it is closed. */
async function exchange(port: number, pieces: readonly string[]): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => {}); // what was received before counts
  for (const piece of pieces) socket.write(piece);
  let received = "";
  socket.on("data", (data) => {
    received += String(data);
  });
  await once(socket, "close");
  return received;
}

const head = (line: string, ...headers: string[]) =>
  [`${line} HTTP/1.1`, "Host: localhost", ...headers, "", ""].join("\r\n");
const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;
const CHUNKED = "Transfer-Encoding: chunked";

it.each([
  ["/api/auth/sign-in/email", 16 * 1024],
  ["/api/trpc/labs.create", 1024 * 1024],
  ["/api/v1/cells/A", 1024 * 1024],
])("ends a body for %s behind %i bytes, said beforehand or not", async (path, most) => {
  const port = await start();
  const all = [head(`POST ${path}`, CHUNKED, "Connection: close"), chunk("x".repeat(most)), "0\r\n\r\n"];
  expect(await exchange(port, all)).toContain(String(most));
  const piece = chunk("x".repeat(most / 16));
  const more = await exchange(port, [head(`POST ${path}`, CHUNKED), ...Array<string>(17).fill(piece)]);
  expect(more).toMatch(/^HTTP\/1\.1 413 /);
  expect(more).toContain(`A body is limited to ${most / 1024} KiB here.`);
  const declared = await exchange(port, [head(`POST ${path}`, `Content-Length: ${most + 1}`)]);
  expect(declared).toMatch(/^HTTP\/1\.1 413 /);
});

it("ends a body that does not arrive in its time", { timeout: 10_000 }, async () => {
  const port = await start({ arrivalMs: 50 });
  expect(await exchange(port, [head("POST /api/trpc/labs.create", "Content-Length: 100"), "half"])).toBe("");
});

it.each([
  ["/api/auth/sign-in/email", 30_000],
  ["/api/trpc/labs.create", 60_000],
  ["/api/v1/cells/A", 300_000],
])("waits for a body for %s for %i ms", (path, arrivalMs) => {
  expect(boundsOf(path)).toMatchObject({ arrivalMs });
});

it("counts what the bodies of an address hold until they are answered", async () => {
  const port = await start();
  const post = [head("POST /api/trpc/labs.create", "Content-Length: 4", "Connection: close"), "body"];
  const held = holdBytes([{ kind: "address", id: ADDRESS }]);
  /** A response that was received is closed a moment later. */
  const hold = (bytes: number) =>
    expect.poll(() => {
      try {
        held.add(bytes);
        return "held";
      } catch (cause) {
        return String(cause);
      }
    });
  await hold(64 * 2 ** 20).toBe("held");
  const refused = await exchange(port, post);
  expect(refused).toMatch(/^HTTP\/1\.1 429 /);
  expect(refused).toContain("Bodies of your address may hold 64 MiB at once.");
  held.release();
  expect(await exchange(port, post)).toMatch(/^HTTP\/1\.1 200 /);
  await hold(64 * 2 ** 20 - 4).toBe("held"); // of what was answered, nothing is held any more
  expect(await exchange(port, post)).toMatch(/^HTTP\/1\.1 200 /);
  held.release();
});

it("does not keep a connection that sends nothing, half a head, or asks to speak otherwise", async () => {
  const port = await start({ headersMs: 50, checkEveryMs: 10 });
  expect(await exchange(port, [])).toMatch(/^(HTTP\/1\.1 408 |$)/);
  expect(await exchange(port, ["GET / HTTP/1.1\r\nHost: loc"])).toMatch(/^HTTP\/1\.1 408 /);
  const upgrade = head("GET /upgrade", "Connection: Upgrade, close", "Upgrade: websocket");
  expect(await exchange(port, [upgrade])).toMatch(/^HTTP\/1\.1 200 /);
});

it("bounds a head in time by itself, although files may take as long as they need", () => {
  server = guardedServer(() => {}, { maxConnections: 3 });
  expect([server.headersTimeout, server.requestTimeout, server.maxConnections]).toEqual([20_000, 0, 3]);
});

it.each([
  ["TRACE /", 405],
  ["PROPFIND /api/v1/cells", 405],
  ["OPTIONS *", 400],
  ["GET /api/v1/cells/%ED%A0%80", 400],
  ["GET /api/v1/cells/%00", 400],
  ["GET /labs/%", 400],
  ["GET /labs/%E2%9C%93?x=%", 200],
])("answers %s with %i", async (line, status) => {
  const port = await start();
  expect(await exchange(port, [head(line, "Connection: close")])).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
});

it("works on three account requests of an address at once, lets seven wait, and answers more", async () => {
  const worked: ServerResponse[] = [];
  let holds = true;
  server = guardedServer(
    (request, response) => {
      const handOn = async () => {
        if (holds) worked.push(response);
        else response.end();
      };
      void inAccountTurn(request, response, { address: String(request.headers["x-of"]), handOn });
    },
    { maxConnections: 100 },
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // a server that listens on a port has one
  const signIn = (of: string) =>
    fetch(`http://127.0.0.1:${port}/api/auth/sign-in/email`, { method: "POST", body: "{}", headers: { "X-Of": of } });
  const answers = Array.from({ length: 11 }, () => signIn("192.0.2.7"));
  const refused = await Promise.race(answers);
  expect([refused.status, refused.headers.get("retry-after"), await refused.json()]).toEqual([
    429,
    "1",
    { message: "Too many requests at once. Try again in a second." },
  ]);
  expect(worked).toHaveLength(3);
  const other = signIn("192.0.2.8");
  await expect.poll(() => worked.length).toBe(4); // another address has turns of its own
  holds = false;
  for (const response of worked) response.end();
  const statuses = (await Promise.all([...answers, other])).map(({ status }) => status);
  expect(statuses.sort()).toEqual([...Array(11).fill(200), 429]);
});

it("reads little of what goes on behind a refusal, for others are served beside it", async () => {
  const port = await start();
  const served = once(server as Server, "connection"); // `start` has made one
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => {}); // it ends in the midst of what is sent
  const [ofServer] = (await served) as [Socket];
  socket.write(head("POST /api/trpc/labs.create", CHUNKED));
  const megabyte = chunk("a".repeat(2 ** 20));
  const send = () => {
    while (!socket.destroyed && socket.write(megabyte));
  };
  socket.on("drain", send);
  const isClosed = new Promise((resolve) => socket.on("close", resolve));
  send();
  await isClosed;
  expect(ofServer.bytesRead).toBeLessThan(48 * 2 ** 20); // at most a piece in 5 ms, for a second
});

it("renders no page for files of Next.js that are not there", async () => {
  const port = await start();
  const ask = (path: string) => exchange(port, [`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`]);
  for (const path of ["/_next/webpack-hmr", "/_next/image?url=x", "/_next/data/x.json"]) {
    expect(await ask(path), path).toMatch(/^HTTP\/1\.1 404 /);
  }
  expect(await ask("/_next/static/chunks/a.js")).toMatch(/^HTTP\/1\.1 200 /);
});
