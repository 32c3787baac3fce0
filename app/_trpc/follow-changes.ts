import type { Gap } from "./live-status";

/** At most four questions a second, however many changes are heard of. */
const PAUSE_MS = 250;
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 10_000;
/** A page may lie behind for as long as a question takes; longer is worth a word. */
const BEHIND_AFTER_MS = 3_000;

type FollowOptions<Delta> = {
  /** Version that the page shows; null while it shows nothing. */
  shownVersion: () => number | null;
  ask: (sinceVersion: number) => Promise<Delta>;
  apply: (delta: Delta) => void;
  /** Called when the page falls behind, and with null when it has caught up. */
  onGap: (gap: Gap | null) => void;
  reasonOf: (error: unknown) => string;
};

export type Follower = {
  /** There is a change up to this version. */
  hear: (version: number) => void;
  pause: (isPaused: boolean) => void;
  stop: () => void;
};

/** Keeps what is shown up with what was heard of: one question at a time, again later where one fails. */
export function followChanges<Delta>(options: FollowOptions<Delta>): Follower {
  const { shownVersion, ask, apply, onGap, reasonOf } = options;
  let heard = 0;
  let failures = 0;
  let behindSinceMs: number | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let isAsking = false;
  let isPaused = false;
  let isOver = false;

  const isBehind = () => {
    const shown = shownVersion();
    return shown !== null && shown < heard;
  };
  const catchUp = async () => {
    if (isAsking || timer !== null || isPaused || isOver) return;
    const since = shownVersion();
    if (since === null || since >= heard) return;
    behindSinceMs ??= Date.now();
    isAsking = true;
    let why = "changes are slow to arrive";
    try {
      const delta = await ask(since);
      if (!isOver) apply(delta);
      failures = 0;
    } catch (error) {
      failures += 1;
      why = reasonOf(error);
    }
    isAsking = false;
    if (!isOver) settle(why);
  };
  const settle = (why: string) => {
    if (!isBehind()) behindSinceMs = null;
    const isLate = behindSinceMs !== null && (failures > 0 || Date.now() - behindSinceMs > BEHIND_AFTER_MS);
    onGap(isLate && behindSinceMs !== null ? { sinceMs: behindSinceMs, why } : null);
    const waitMs = failures === 0 ? PAUSE_MS : Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1));
    timer = setTimeout(() => {
      timer = null;
      void catchUp();
    }, waitMs);
  };
  return {
    hear: (version) => {
      heard = Math.max(heard, version);
      void catchUp();
    },
    pause: (paused) => {
      isPaused = paused;
      void catchUp();
    },
    stop: () => {
      isOver = true;
      if (timer !== null) clearTimeout(timer);
      onGap(null);
    },
  };
}
