import { once } from "node:events";
import { connect, createServer, type Server } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { FaultyWay } from "./faulty-way";

let server: Server;
let received: string;
let port: number;

/** Repeats what it is sent, in capitals. */
beforeEach(async () => {
  received = "";
  server = createServer((socket) => {
    socket.on("data", (chunk) => {
      received += chunk.toString("latin1");
      socket.write(chunk.toString("latin1").toUpperCase());
    });
    socket.on("error", () => {});
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  port = typeof address === "object" && address ? address.port : 0;
});
afterEach(() => server.close());

function open(proxy: FaultyWay) {
  const socket = connect(proxy.port, "127.0.0.1");
  const client = { socket, heard: "", isClosed: false };
  socket.on("data", (chunk) => {
    client.heard += chunk.toString("latin1");
  });
  socket.on("close", () => {
    client.isClosed = true;
  });
  socket.on("error", () => {});
  return client;
}

it("carries both ways", async () => {
  const client = open(await FaultyWay.start(() => port));
  client.socket.write("hello");
  await expect.poll(() => client.heard).toBe("HELLO");
  client.socket.end();
  await expect.poll(() => client.isClosed).toBe(true);
});

it("lets nothing through while it is held, and all of it afterwards", async () => {
  const proxy = await FaultyWay.start(() => port);
  const client = open(proxy);
  client.socket.write("one ");
  await expect.poll(() => client.heard).toBe("ONE ");
  proxy.hold();
  client.socket.write("two");
  const other = open(proxy);
  await once(other.socket, "connect");
  expect(received).toBe("one ");
  proxy.release();
  await expect.poll(() => client.heard).toBe("ONE TWO");
  client.socket.destroy();
  other.socket.destroy();
});

it("cuts off those that come from some ports, in both directions, and no others", async () => {
  const proxy = await FaultyWay.start(() => port);
  const [cutOff, other] = [open(proxy), open(proxy)];
  for (const { socket } of [cutOff, other]) socket.write("a");
  await expect.poll(() => [cutOff.heard, other.heard]).toEqual(["A", "A"]);
  const ports = new Set([cutOff.socket.localPort ?? 0]);
  proxy.isolateFrom(() => ports);
  const late = open(proxy);
  await once(late.socket, "connect");
  for (const { socket } of [cutOff, other, late]) socket.write("b");
  await expect.poll(() => [cutOff.heard, other.heard, late.heard]).toEqual(["A", "AB", "B"]);
  expect(received).toBe("aabb");
  proxy.release();
  await expect.poll(() => cutOff.heard).toBe("AB");
  for (const { socket } of [cutOff, other, late]) socket.destroy();
});

it("loses the answer of a COMMIT that the server received", async () => {
  const proxy = await FaultyWay.start(() => port);
  proxy.loseEveryNthCommit = 2;
  const [first, second] = [open(proxy), open(proxy)];
  first.socket.write("Q\0\0\0\x0bCOMMIT\0");
  await expect.poll(() => first.heard).toContain("COMMIT");
  second.socket.write("Q\0\0\0\x0bCOMMIT\0");
  await expect.poll(() => second.isClosed).toBe(true);
  expect([second.heard, proxy.lostCommits]).toEqual(["", 1]);
  expect(received.match(/COMMIT/g)).toHaveLength(2);
  first.socket.destroy();
});

it("closes what it cannot connect", async () => {
  server.close();
  const client = open(await FaultyWay.start(() => port));
  await expect.poll(() => client.isClosed).toBe(true);
});
