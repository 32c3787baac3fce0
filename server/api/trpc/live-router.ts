import { tracked } from "@trpc/server";
import { labScopeForMember } from "../../auth/lab-scope";
import { inLab } from "../../data/in-lab";
import { getLabState } from "../../data/labs/lab-state-reads";
import type { LiveEvent } from "../../domain/groups/groups-view";
import { listenToLab } from "../../jobs/live-channel";
import type { LabScope } from "../../lab-scope";
import { isShuttingDown, onShutdown } from "../../lifecycle";
import { countStream } from "../monitoring/prometheus";
import { labProcedure, router } from "./trpc";

const GATHER_MS = 100;
/** Half a minute after the end of a membership its streams have ended, the wait for the next look at the version included. */
const CHECK_EVERY_MS = 20_000;
/** How often the version is read although nobody told of a change: a worker may have died between commit and publication. */
const POLL_EVERY_MS = 5_000;

export const liveRouter = router({
  changes: labProcedure.subscription(async function* ({ ctx, input, signal }) {
    const mayListen = async () =>
      (await ctx.isSignedIn()) && (await labScopeForMember(ctx.user.userId, input.labSlug)) !== null;
    for await (const event of labEvents(ctx.scope, mayListen, signal ?? new AbortController().signal)) {
      yield tracked(String(event.version), event);
    }
  }),
});

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

/**
 * What a lab's open pages hear: its state at once, then each change, gathered for at most 100 ms. Ends when the listener goes, has
 * signed out or is no member any more, and at shutdown.
 */
async function* labEvents(
  scope: LabScope,
  mayListen: () => Promise<boolean>,
  signal: AbortSignal,
): AsyncGenerator<LiveEvent> {
  let latest: LiveEvent | null = null;
  let wake = () => {};
  let isEnded = false;
  const end = () => {
    isEnded = true;
    wake();
  };
  const take = (event: LiveEvent) => {
    const lastReceivedAtMs = Math.max(event.lastReceivedAtMs ?? 0, latest?.lastReceivedAtMs ?? 0) || null;
    if (latest && event.version <= latest.version && lastReceivedAtMs === latest.lastReceivedAtMs) return;
    latest = { version: Math.max(event.version, latest?.version ?? 0), lastReceivedAtMs };
    wake();
  };
  // Listening comes before reading: what commits in between is heard twice rather than never.
  const stopListening = listenToLab(scope, take);
  const forget = endAtShutdown(end);
  countStream(1);
  signal.addEventListener("abort", end);
  let checkedAtMs = Date.now();
  try {
    let sent: LiveEvent | null = null;
    while (!isEnded) {
      const state = await inLab(scope, (tx) => getLabState(scope, tx));
      take({ version: state.version, lastReceivedAtMs: state.lastReceivedAtMs });
      const readAtMs = Date.now();
      while (!isEnded && Date.now() - readAtMs < POLL_EVERY_MS) {
        if (latest !== null && latest !== sent) {
          sent = latest;
          yield sent;
          await pause(GATHER_MS);
        } else {
          await new Promise<void>((resolve) => {
            const timer = setTimeout(resolve, POLL_EVERY_MS);
            wake = () => {
              clearTimeout(timer);
              resolve();
            };
          });
        }
      }
      if (Date.now() - checkedAtMs < CHECK_EVERY_MS) continue;
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

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
