import { connect, type Socket } from "node:net";

const EVERY_MS = 1000;
const BODY_BYTES = 1_000_000;

/** Keeps so many requests open of which a byte arrives each second; one that is refused or cut off begins again. */
export function startSlowSenders(url: string, key: string, count: number) {
  const { hostname, port } = new URL(url);
  const head = [
    "POST /api/v1/ingest HTTP/1.1",
    `Host: ${hostname}:${port}`,
    `Authorization: Bearer ${key}`,
    "Content-Type: application/json",
    `Content-Length: ${BODY_BYTES}`,
    "",
    "",
  ].join("\r\n");
  const sockets = new Set<Socket>();
  let isSending = true;
  let answers = 0;
  const begin = () => {
    if (!isSending) return;
    const socket = connect(Number(port), hostname);
    sockets.add(socket);
    socket.write(head);
    const timer = setInterval(() => socket.write(" "), EVERY_MS);
    socket.on("data", () => {
      answers += 1;
    });
    socket.on("error", () => {}); // `close` follows
    socket.on("close", () => {
      clearInterval(timer);
      sockets.delete(socket);
      begin();
    });
  };
  for (let index = 0; index < count; index++) begin();
  return {
    open: () => sockets.size,
    answers: () => answers,
    stop: () => {
      isSending = false;
      for (const socket of sockets) socket.destroy();
    },
  };
}
