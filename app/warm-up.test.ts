import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { warmUp } from "./warm-up";

test("asks for a page and each kind of API, one after the other, whatever is answered", async () => {
  const asked: string[] = [];
  let underWay = 0;
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    underWay += 1;
    expect(underWay).toBe(1);
    setImmediate(() => {
      underWay -= 1;
      if (request.url?.startsWith("/api/auth/")) response.destroy();
      else response.writeHead(asked.length === 1 ? 200 : 401).end("{}");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  await warmUp(`http://127.0.0.1:${(server.address() as AddressInfo).port}`); // a server on a port
  expect(asked).toEqual(["/sign-in", "/api/trpc/labs.list", "/api/auth/get-session", "/api/v1/cells"]);
  server.close();
});

test("a server that is not there is no error", async () => {
  await expect(warmUp("http://127.0.0.1:9")).resolves.toBeUndefined();
});
