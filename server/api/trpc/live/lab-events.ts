import { inLab } from "../../../data/in-lab";
import { getLabState } from "../../../data/labs/lab-state-reads";
import type { LiveEvent } from "../../../domain/groups/groups-view";
import { listenToLab } from "../../../jobs/live-channel";
import type { LabScope } from "../../../lab-scope";
import { isShuttingDown, onShutdown } from "../../../lifecycle";
import { countStream } from "../../monitoring/request-metrics";
import { EventCoalescer } from "./event-coalescer";

const COALESCE_MS = 100;
const MAX_REST_MS = 1_000;
/** Half a minute after the end of a membership its streams have ended, the wait for the next look at the version included. */
const CHECK_EVERY_MS = 20_000;
/** How often the version is read although nobody told of a change: a process may have died between commit and publication. */
const POLL_EVERY_MS = 5_000;

const streams = new Set<() => void>();
let isRegistered = false;

/** Streams end before everything else when the process stops; browsers come back to another one. */
function endAtShutdown(end: () => void): () => void {
  if (!isRegistered) {
    isRegistered = true;
    onShutdown("streams", () => {
      for (const stream of streams) stream();
    });
  }
  streams.add(end);
  if (isShuttingDown()) end();
  return () => streams.delete(end);
}

type Listening = { mayListen: () => Promise<boolean>; signal: AbortSignal; pollEveryMs?: number };

/**
 * What a lab's open pages hear: its state at once, then each change, coalesced for at most 100 ms. A change whose publication was lost is told
 * at the next look at the version. Ends when the listener goes, has signed out or is no member any more, and at shutdown.
 */
export async function* labEvents(
  scope: LabScope,
  { mayListen, signal, pollEveryMs = POLL_EVERY_MS }: Listening,
): AsyncGenerator<LiveEvent> {
  const coalescer = new EventCoalescer();
  let wake = () => {};
  let isEnded = false;
  const end = () => {
    isEnded = true;
    wake();
  };
  // Listening comes before reading: what commits in between is heard twice rather than never.
  const stopListening = listenToLab(scope, (event) => {
    coalescer.hear(event);
    wake();
  });
  const forget = endAtShutdown(end);
  countStream(1);
  signal.addEventListener("abort", end);
  let checkedAtMs = Date.now();
  let lookAtMs = 0;
  try {
    while (!isEnded) {
      const isDue = Date.now() >= lookAtMs;
      if (isDue) lookAtMs = Date.now() + pollEveryMs;
      const state = isDue || coalescer.hasGap() ? await inLab(scope, (tx) => getLabState(scope, tx)) : null;
      const event = coalescer.take(state);
      if (event) {
        const sentAtMs = performance.now();
        yield event;
        await pause(untilTick(performance.now() - sentAtMs), () => {});
      } else if (!isEnded) {
        await pause(lookAtMs - Date.now(), (resolve) => {
          wake = resolve;
        });
      }
      if (Date.now() < lookAtMs || Date.now() - checkedAtMs < CHECK_EVERY_MS) continue;
      checkedAtMs = Date.now();
      if (!(await mayListen())) return;
    }
  } finally {
    forget();
    countStream(-1);
    stopListening();
    signal.removeEventListener("abort", end);
  }
}

/**
 * How long to coalesce: until the next of the times that all streams of the process have in common, so that they ask for the same changes; and for as long
 * as the event took to be told, so that one who watches much is told less often.
 */
function untilTick(tookMs: number): number {
  const restMs = Math.min(tookMs, MAX_REST_MS);
  return restMs + COALESCE_MS - ((Date.now() + restMs) % COALESCE_MS);
}

/** @param shorten gets what ends the pause before its time */
function pause(ms: number, shorten: (resolve: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    shorten(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
