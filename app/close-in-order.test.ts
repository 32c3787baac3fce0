import { once } from "node:events";
import { Agent, createServer, get, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { closeInOrder } from "./close-in-order";

it("finishes what is under way, refuses what comes on open connections, and ends", async () => {
  const held: ServerResponse[] = [];
  const server = createServer();
  const { accept, close } = closeInOrder(server, (request, response) => {
    if (request.url === "/slow") held.push(response);
    else response.end("done");
  });
  server.on("request", accept);
  server.listen(0);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // listens on a port
  const agent = new Agent({ keepAlive: true });
  const ask = async (path: string) => {
    const [response] = (await once(get({ port, path, agent }), "response")) as [IncomingMessage];
    response.setEncoding("utf8");
    return {
      status: response.statusCode,
      retryAfter: response.headers["retry-after"],
      body: (await response.toArray()).join(""),
    };
  };
  expect(await ask("/quick")).toMatchObject({ status: 200, body: "done" });
  const slow = ask("/slow");
  await expect.poll(() => held.length).toBe(1);
  // A connection that is busy at the moment of closing stays open: its next request comes to a server that ends.
  const busy = new Agent({ keepAlive: true, maxSockets: 1 });
  const first = once(get({ port, path: "/slow", agent: busy }), "response");
  await expect.poll(() => held.length).toBe(2);
  let isClosed = false;
  const closed = close().then(() => {
    isClosed = true;
  });
  const second = once(get({ port, path: "/quick", agent: busy }), "response");
  held[1]?.end("late");
  const [late] = (await first) as [IncomingMessage];
  expect(late.statusCode).toBe(200);
  late.resume();
  const [refused] = (await second) as [IncomingMessage];
  expect(refused.statusCode).toBe(503);
  expect(refused.headers["retry-after"]).toBe("1");
  refused.resume();
  expect(isClosed).toBe(false);
  held[0]?.end("at last");
  expect(await slow).toMatchObject({ status: 200, body: "at last" });
  await closed;
  agent.destroy();
});
