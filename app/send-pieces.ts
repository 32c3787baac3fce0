import type { ServerResponse } from "node:http";
import type { Pieces } from "@/server/api/http/answer";
import { logger } from "@/server/logger";

/** As much is handed on at once, and has to be taken within the patience: who reads a byte a second may not hold on to an export for a month. */
const AT_ONCE_BYTES = 256 * 1024;
const PATIENCE_MS = 60_000;

/**
 * Sends a body as fast as its reader takes it, and no piece is asked for before. Where one cannot be made, the connection ends in the midst: its
 * reader shall not take a part for the whole.
 */
export async function sendPieces(
  pieces: Pieces,
  outgoing: ServerResponse,
  { patienceMs = PATIENCE_MS }: { patienceMs?: number } = {},
): Promise<void> {
  try {
    for (;;) {
      const { value, done } = await pieces.next();
      if (done) break;
      if (!(await send(value, outgoing, patienceMs))) return;
    }
    outgoing.end();
  } catch (error) {
    logger.warn({ error }, "an answer ended before it was complete");
    outgoing.destroy();
  } finally {
    await pieces.return().catch((error: unknown) => logger.warn({ error }, "what made an answer did not end well"));
  }
}

/** @returns false when nobody reads any more */
async function send(piece: Uint8Array, outgoing: ServerResponse, patienceMs: number): Promise<boolean> {
  for (let from = 0; from < piece.length; from += AT_ONCE_BYTES) {
    if (outgoing.destroyed) return false;
    if (outgoing.write(piece.subarray(from, from + AT_ONCE_BYTES))) continue;
    if (!(await isDrained(outgoing, patienceMs))) outgoing.destroy();
  }
  return !outgoing.destroyed;
}

function isDrained(outgoing: ServerResponse, patienceMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (isTaken: boolean) => {
      clearTimeout(timer);
      outgoing.off("drain", onDrain).off("close", onClose);
      resolve(isTaken);
    };
    const onDrain = () => settle(true);
    const onClose = () => settle(false);
    const timer = setTimeout(() => settle(false), patienceMs);
    outgoing.once("drain", onDrain).once("close", onClose);
    if (outgoing.destroyed) settle(false);
  });
}
