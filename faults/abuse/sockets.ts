import { connect, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type { Answers } from "./abuse";

const LOOK_MS = 2000;

/**
 * Opens connections, writes the same bytes to each and then nothing more, and waits until the server answered or ended them.
 * @param withinMs how long to wait; null for a look after two seconds, when some may still be open
 * @returns the status that each was answered, "closed" for none, "open" for those that are still there after `withinMs`
 */
export async function holdOpen(
  url: string,
  { count, bytes, withinMs }: { count: number; bytes: string; withinMs: number | null },
): Promise<Answers> {
  const { hostname, port } = new URL(url);
  const answers: Answers = {};
  const note = (answer: string | number) => {
    answers[answer] = (answers[answer] ?? 0) + 1;
  };
  const sockets: Socket[] = [];
  let left = count;
  for (let index = 0; index < count; index++) {
    const socket = connect({ host: hostname, port: Number(port) });
    sockets.push(socket);
    let heard = "";
    socket.on("connect", () => socket.write(bytes));
    socket.on("data", (data) => {
      heard += data.toString("latin1").slice(0, 100);
    });
    socket.on("error", () => {}); // it closes, too
    let isDone = false;
    const end = (answer: string) => {
      if (isDone || left === 0) return;
      isDone = true;
      left -= 1;
      note(answer);
    };
    socket.on("data", () => {
      const [, status] = /^HTTP\/1\.1 (\d{3})/.exec(heard) ?? [];
      if (status !== undefined) end(status); // it may be kept for the next request
    });
    socket.on("close", () => end("closed"));
  }
  for (const until = Date.now() + (withinMs ?? LOOK_MS); left > 0 && Date.now() < until; ) await pause(50);
  if (left > 0 && withinMs !== null) answers.open = left;
  left = 0;
  for (const socket of sockets) socket.destroy();
  return answers;
}
