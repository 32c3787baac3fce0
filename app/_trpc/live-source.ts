import { createTRPCClient, httpSubscriptionLink } from "@trpc/client";
import type { AppRouter } from "@/server/api/trpc/root";
import { GROUP_TEXTS } from "@/server/domain/groups/group-texts";
import type { Watched } from "@/server/domain/labs/watched";
import type { Connection, LiveNews } from "./live-status";
import { onSessionEnd } from "./session-end";
import { succeedStream } from "./succeed-stream";
import { isSame } from "./watched-by-tabs";

const RETRY_AFTER_MS = 3_000;
/** What a page shows instead of something else is watched in its place at once. */
const WATCH_AFTER_MS = 50;

type LiveSourceOptions = {
  labSlug: string;
  watched: Watched;
  deliver: (news: LiveNews) => void;
  /** Called when the stream was lost: it cannot tell "signed out" from "unreachable", and answers 200 before it refuses. */
  isSignedIn: () => Promise<boolean>;
};

export type LiveSource = {
  close: () => void;
  /** What the stream is to bring from now on. */
  watch: (watched: Watched) => void;
};

/** What a stream is of, and who hears it. `lost` is called once at most, and not after the returned function, which ends the stream. */
export type Listen = (
  question: { labSlug: string; watched: Watched },
  deliver: (news: LiveNews) => void,
  on: { opened: () => void; lost: () => void },
) => () => void;

/** The lab's change stream over server-sent events. It comes back by itself, three seconds after it was lost. */
export function openLiveSource(options: LiveSourceOptions, listenTo: Listen = listen): LiveSource {
  const { labSlug, deliver, isSignedIn } = options;
  let { watched } = options;
  let brought = watched;
  let state: Connection["state"] = "connecting";
  let close = () => {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  let watchTimer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  const report = (next: Connection["state"], retryAtMs: number | null = null) => {
    state = next;
    deliver({ kind: "connection", connection: { state, sinceMs: Date.now(), retryAtMs } });
  };
  const succession = succeedStream(deliver);

  const listenWith = (hear: (news: LiveNews) => void, opened: () => void) => {
    brought = watched;
    return listenTo({ labSlug, watched }, hear, { opened, lost: () => void lose() });
  };
  const open = () => {
    clearTimeout(timer);
    close();
    close = succession.first((hear) => listenWith(hear, () => report("open")));
  };
  const retryLater = () => {
    close();
    clearTimeout(timer);
    report("lost", Date.now() + RETRY_AFTER_MS);
    timer = setTimeout(open, RETRY_AFTER_MS);
  };
  const endIfSignedOut = async () => {
    if ((await isSignedIn()) || isOver) return;
    close();
    clearTimeout(timer);
    report("signed_out");
  };
  const lose = () => {
    retryLater();
    return endIfSignedOut();
  };
  const bringWatched = () => {
    if (isSame(watched, brought)) return;
    if (state === "connecting") open();
    else if (state === "open") close = succession.next((hear) => listenWith(hear, () => {}));
    // Else whoever opens it again takes what is watched then.
  };
  // Without this, a stream without a network would hang until a heartbeat is missed.
  const drop = retryLater;
  const leaveSession = onSessionEnd(() => void endIfSignedOut());
  window.addEventListener("online", open);
  window.addEventListener("offline", drop);
  report("connecting");
  open();
  return {
    watch: (next) => {
      watched = next;
      clearTimeout(watchTimer);
      watchTimer = setTimeout(bringWatched, WATCH_AFTER_MS);
    },
    close: () => {
      isOver = true;
      clearTimeout(timer);
      clearTimeout(watchTimer);
      leaveSession();
      window.removeEventListener("online", open);
      window.removeEventListener("offline", drop);
      close();
    },
  };
}

const listen: Listen = ({ labSlug, watched }, deliver, { opened, lost }) => {
  let isClosed = false;
  const fail = () => {
    if (isClosed) return;
    isClosed = true;
    lost();
  };
  const client = createTRPCClient<AppRouter>({
    links: [
      httpSubscriptionLink({
        url: "/api/trpc",
        transformer: GROUP_TEXTS,
        EventSource: heartbeatEventSource(() => deliver({ kind: "beat" })),
      }),
    ],
  });
  const subscription = client.live.changes.subscribe(
    { labSlug, watched },
    {
      onStarted: opened,
      onData: ({ data }) => deliver({ kind: "event", event: data }),
      onConnectionStateChange: ({ error }) => {
        if (error) fail();
      },
      onError: fail,
      onStopped: fail,
    },
  );
  return () => {
    isClosed = true;
    subscription.unsubscribe();
  };
};

/** tRPC does not expose heartbeats; the page needs them to tell a stalled stream from one without changes. */
function heartbeatEventSource(beat: () => void): typeof EventSource {
  return class extends EventSource {
    constructor(url: string | URL, init?: EventSourceInit) {
      super(url, init);
      this.addEventListener("ping", beat);
    }
  };
}
