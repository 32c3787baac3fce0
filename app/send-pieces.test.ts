import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, expect, it } from "vitest";
import type { Pieces } from "@/server/api/http/answer";
import { sendPieces } from "./send-pieces";

const MIB = 2 ** 20;
let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A body of so many pieces of a MiB, which counts what is asked of it; the last may fail. */
function piecesOf(count: number, fails = false) {
  const state = { asked: 0, returned: 0 };
  const pieces: Pieces = {
    next: async () => {
      if (state.asked === count) {
        if (fails) throw new Error("no more can be made");
        return { done: true, value: undefined };
      }
      state.asked++;
      return { done: false, value: new Uint8Array(MIB) };
    },
    return: async () => void state.returned++,
  };
  return { state, pieces };
}

async function serve(pieces: Pieces, patienceMs?: number): Promise<number> {
  server = createServer((_, response) => {
    response.writeHead(200);
    void sendPieces(pieces, response, patienceMs === undefined ? {} : { patienceMs });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port; // a server that listens on a port has one
}

it("sends all of a body, and ends it", async () => {
  const { pieces, state } = piecesOf(5);
  const response = await fetch(`http://127.0.0.1:${await serve(pieces)}`);
  expect((await response.arrayBuffer()).byteLength).toBe(5 * MIB);
  await expect.poll(() => state).toEqual({ asked: 5, returned: 1 });
});

it("breaks the connection where a piece cannot be made: a part is not the whole", async () => {
  const { pieces, state } = piecesOf(2, true);
  const response = await fetch(`http://127.0.0.1:${await serve(pieces)}`);
  await expect(response.arrayBuffer()).rejects.toThrow();
  await expect.poll(() => state.returned).toBe(1);
});

it("makes no more than its reader takes, and stops when they go away", async () => {
  const { pieces, state } = piecesOf(1000);
  const socket = connect(await serve(pieces), "127.0.0.1");
  socket.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  await once(socket, "data");
  socket.pause();
  // What fits into the buffers of the sockets is sent, and then nothing more.
  let before = -1;
  await expect
    .poll(
      () => {
        const isStill = state.asked === before;
        before = state.asked;
        return isStill;
      },
      { interval: 300 },
    )
    .toBe(true);
  expect(state.asked).toBeLessThan(100);
  socket.destroy();
  await expect.poll(() => state.returned).toBe(1);
  expect(state.asked).toBeLessThan(100);
});

it("does not wait for who takes nothing", async () => {
  const { pieces, state } = piecesOf(1000);
  const socket = connect(await serve(pieces, 200), "127.0.0.1");
  socket.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  socket.pause();
  await expect.poll(() => state.returned).toBe(1);
  socket.destroy();
});
