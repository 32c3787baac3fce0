import { updateLastUsed } from "../data/team/api-key-writes";
import { onShutdown } from "../lifecycle";
import { logger } from "../logger";
import { onceAProcess } from "../once-a-process";

/** A key's last use is written at most once in this time. */
const NOTED_FOR_MS = 60_000;
/** Uses are gathered before they are written, so that a thousand keys cost one statement. */
const GATHER_MS = 3_000;
const MAX_ENTRIES = 20_000;

type Uses = {
  /** When a use of a key was last taken down, by its id. */
  notedAtMs: Map<number, number>;
  unwritten: Map<number, Date>;
  timer: ReturnType<typeof setTimeout> | null;
};

function uses(): Uses {
  return onceAProcess("uses of keys", () => {
    onShutdown("queues", writeUses);
    return { notedAtMs: new Map(), unwritten: new Map(), timer: null };
  });
}

/** Takes down that a key was used. It answers at once: no request waits for it, and none fails when it cannot be written. */
export function noteKeyUse(apiKeyId: number): void {
  const state = uses();
  const nowMs = Date.now();
  if (nowMs - (state.notedAtMs.get(apiKeyId) ?? 0) < NOTED_FOR_MS) return;
  if (state.notedAtMs.size >= MAX_ENTRIES) state.notedAtMs.clear(); // then some are written once more
  state.notedAtMs.set(apiKeyId, nowMs);
  state.unwritten.set(apiKeyId, new Date(nowMs));
  state.timer ??= setTimeout(() => void writeUses(), GATHER_MS).unref();
}

async function writeUses(): Promise<void> {
  const state = uses();
  if (state.timer) clearTimeout(state.timer);
  state.timer = null;
  if (state.unwritten.size === 0) return;
  const unwritten = state.unwritten;
  state.unwritten = new Map();
  await updateLastUsed(unwritten).catch((error) => logger.warn({ error }, "last use of keys not written"));
}
