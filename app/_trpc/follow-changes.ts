import {
  type Dependencies,
  type Heard,
  hearEvent,
  hearInterruption,
  type LabEvent,
  NOTHING_HEARD,
} from "./lab-changes";
import type { Gap } from "./live-status";

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 10_000;
/** A page may be behind for as long as a request takes; longer is reported. */
const BEHIND_AFTER_MS = 3_000;
/** The pause before a change of the configuration is read: who sets a cell's mass waits for what follows from it, and for nothing else. */
const CONFIGURATION_PAUSE_MS = 500;

export type FollowOptions = {
  dependsOn: () => Dependencies;
  /** Reads again what is shown; rejects where it failed. */
  read: () => Promise<unknown>;
  /** Least time between two reads, however many changes are announced meanwhile; shorter for changes of the configuration. */
  pauseMs: () => number;
  /** How long the first change waits for others, but one of the configuration; 0 reads at once. */
  delayMs: number;
  /** Version that the page shows, where its data says so; null while it shows nothing. */
  shownVersion?: (() => number | null) | undefined;
  /** Called when the page falls behind, and with null when it has caught up. */
  onGap: (gap: Gap | null) => void;
  reasonOf: (error: unknown) => string;
};

export type Follower = {
  hear: (event: LabEvent) => void;
  /** What is shown is known to be at least of this version without having been read. */
  cover: (version: number) => void;
  /** The stream was interrupted: events may have been missed until the next one. */
  interrupt: () => void;
  /** Checks again whether the page is behind: what it shows or depends on may have changed. */
  look: () => void;
  /** While held, nothing is read: the user paused the page, or its first result has not arrived. */
  hold: (isHeld: boolean) => void;
  /** The server is reachable again: what failed is retried at once. */
  reconnect: () => void;
  stop: () => void;
};

/**
 * Keeps a page up to date with the lab's stream: one read at a time, changes coalesced, failed reads retried with a growing delay.
 * @param first the event known when the page began to read, if any: that first read includes its change
 */
export function followChanges(options: FollowOptions, first: LabEvent | null): Follower {
  let heard: Heard = NOTHING_HEARD;
  let readVersion = first?.version ?? Number.NEGATIVE_INFINITY;
  const { shownVersion = () => readVersion } = options;
  const isBefore = (version: number | null) => {
    const shown = shownVersion();
    return shown !== null && version !== null && shown < version;
  };
  const reading = readWhileBehind({
    ...options,
    isBehind: () => isBefore(heard.concerning),
    isUrgent: () => isBefore(heard.configuring),
    read: async () => {
      const version = heard.latest ?? readVersion;
      await options.read();
      readVersion = Math.max(readVersion, version);
    },
  });
  const hear = (event: LabEvent) => {
    heard = hearEvent(heard, event, options.dependsOn());
    reading.look();
  };
  if (first) hear(first);
  const interrupt = () => {
    heard = hearInterruption(heard);
  };
  const cover = (version: number) => {
    readVersion = Math.max(readVersion, version);
  };
  return { ...reading, hear, cover, interrupt };
}

type ReadingOptions = Pick<FollowOptions, "read" | "pauseMs" | "delayMs" | "onGap" | "reasonOf"> & {
  isBehind: () => boolean;
  /** Whether it is behind a change of the configuration. */
  isUrgent: () => boolean;
};

/** The timing: when to read, not what. */
function readWhileBehind({
  isBehind,
  isUrgent,
  read,
  pauseMs,
  delayMs,
  onGap,
  reasonOf,
}: ReadingOptions): Omit<Follower, "hear" | "cover" | "interrupt"> {
  let failures = 0;
  let behindSinceMs: number | null = null;
  let isReading = false;
  let isHeld = false;
  let isOver = false;
  let readForMs = 0;

  // However many changes of the configuration come, a page reads half of the time at most.
  const leastMs = () =>
    isUrgent() ? Math.min(pauseMs(), Math.max(CONFIGURATION_PAUSE_MS, readForMs)) : Math.max(delayMs, pauseMs());
  const timer = createTimer(() => void catchUp());
  const isIdle = () => !isReading && !timer.isSet() && !isHeld && !isOver;
  const catchUp = async () => {
    if (!isIdle() || !isBehind()) return;
    const beganMs = Date.now();
    behindSinceMs ??= beganMs;
    isReading = true;
    const failure = await read().then(() => null, reasonOf);
    isReading = false;
    readForMs = Date.now() - beganMs;
    failures = failure === null ? 0 : failures + 1;
    if (!isOver) settle(failure ?? "changes are slow to arrive");
  };
  const settle = (why: string) => {
    if (!isBehind()) behindSinceMs = null;
    onGap(gapOf(behindSinceMs, failures, why));
    timer.set(failures === 0 ? leastMs() : retryMs(failures));
  };
  const look = () => {
    // A page on which something began to happen need not wait for the pause of a quiet one.
    if (failures === 0) timer.shortenTo(leastMs());
    if (delayMs > 0 && isIdle() && isBehind() && !isUrgent()) timer.set(delayMs);
    else void catchUp();
  };
  const hold = (held: boolean) => {
    isHeld = held;
    look();
  };
  return {
    look,
    hold,
    reconnect: () => {
      if (failures === 0) return;
      timer.clear();
      void catchUp();
    },
    stop: () => {
      isOver = true;
      timer.clear();
      onGap(null);
    },
  };
}

/** What to report of a page that has been behind since then: nothing while reads succeed within a few seconds. */
function gapOf(behindSinceMs: number | null, failures: number, why: string): Gap | null {
  if (behindSinceMs === null) return null;
  const isLate = failures > 0 || Date.now() - behindSinceMs > BEHIND_AFTER_MS;
  return isLate ? { sinceMs: behindSinceMs, why } : null;
}

const retryMs = (failures: number) => Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1));

/** One timer at most, which knows whether it is set and since when. */
function createTimer(act: () => void) {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let setAtMs = 0;
  let dueAtMs = 0;
  const clear = () => {
    clearTimeout(timer ?? undefined);
    timer = null;
  };
  const setUntil = (atMs: number) => {
    clear();
    dueAtMs = atMs;
    timer = setTimeout(() => {
      timer = null;
      act();
    }, atMs - Date.now());
  };
  const set = (afterMs: number) => {
    setAtMs = Date.now();
    setUntil(setAtMs + afterMs);
  };
  const shortenTo = (afterMs: number) => {
    if (timer !== null && setAtMs + afterMs < dueAtMs) setUntil(setAtMs + afterMs);
  };
  return { isSet: () => timer !== null, set, shortenTo, clear };
}
