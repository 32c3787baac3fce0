import { updateLastUsed } from "../data/team/api-key-writes";
import { updateGrantsLastUsed } from "../data/team/grant-writes";
import { onShutdown } from "../lifecycle";
import { logger } from "../logger";
import { onceAProcess } from "../once-a-process";

/** A last use is written at most once in this time. */
const NOTED_FOR_MS = 60_000;
/** Uses are coalesced before they are written, so that a thousand keys cost one statement. */
const COALESCE_MS = 3_000;
const MAX_ENTRIES = 20_000;

/** When keys, or grants, were used last, on its way into the database. */
class RecordedUses<Id> {
  /** When a use was last taken down. */
  private readonly notedAtMs = new Map<Id, number>();
  private unwritten = new Map<Id, Date>();
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly write: (uses: ReadonlyMap<Id, Date>) => Promise<void>) {
    onShutdown("queues", () => this.writeAll());
  }

  /** Takes down that it was used. It answers at once: no request waits for it, and none fails when it cannot be written. */
  note(id: Id): void {
    const nowMs = Date.now();
    if (nowMs - (this.notedAtMs.get(id) ?? 0) < NOTED_FOR_MS) return;
    if (this.notedAtMs.size >= MAX_ENTRIES) this.notedAtMs.clear(); // then some are written once more
    this.notedAtMs.set(id, nowMs);
    this.unwritten.set(id, new Date(nowMs));
    this.timer ??= setTimeout(() => void this.writeAll(), COALESCE_MS).unref();
  }

  async writeAll(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    if (this.unwritten.size === 0) return;
    const { unwritten } = this;
    this.unwritten = new Map();
    await this.write(unwritten).catch((error) => logger.warn({ error }, "last uses not written"));
  }
}

/** Of API keys, by their ids. */
export const keyUses = (): RecordedUses<number> => onceAProcess("uses of keys", () => new RecordedUses(updateLastUsed));

/** Of grants, by their ids. */
export const grantUses = (): RecordedUses<string> =>
  onceAProcess("uses of grants", () => new RecordedUses(updateGrantsLastUsed));
