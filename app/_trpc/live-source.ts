import { createTRPCClient, httpSubscriptionLink } from "@trpc/client";
import type { AppRouter } from "@/server/api/trpc/root";
import { GROUP_TEXTS } from "@/server/domain/groups/group-texts";
import type { Connection, LiveNews } from "./live-status";
import { onSessionEnd } from "./session-end";

const RETRY_AFTER_MS = 3_000;

type LiveSourceOptions = {
  labSlug: string;
  tell: (news: LiveNews) => void;
  /** Called when the stream was lost: it cannot tell "signed out" from "unreachable", and answers 200 before it refuses. */
  isSignedIn: () => Promise<boolean>;
};

/** The lab's change stream over server-sent events. It comes back by itself, three seconds after it was lost. */
export function openLiveSource({ labSlug, tell, isSignedIn }: LiveSourceOptions, listenTo = listen): () => void {
  let close = () => {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  const report = (state: Connection["state"], retryAtMs: number | null = null) =>
    tell({ kind: "connection", connection: { state, sinceMs: Date.now(), retryAtMs } });

  const open = () => {
    clearTimeout(timer);
    close();
    close = listenTo(labSlug, tell, { opened: () => report("open"), lost: () => void lose() });
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
  // Without this, a stream without a network would hang until a heartbeat is missed.
  const drop = retryLater;
  const leaveSession = onSessionEnd(() => void endIfSignedOut());
  window.addEventListener("online", open);
  window.addEventListener("offline", drop);
  report("connecting");
  open();
  return () => {
    isOver = true;
    clearTimeout(timer);
    leaveSession();
    window.removeEventListener("online", open);
    window.removeEventListener("offline", drop);
    close();
  };
}

type Listening = { opened: () => void; lost: () => void };

/** One connection. `lost` is called once at most, and not after the returned function. */
function listen(labSlug: string, tell: (news: LiveNews) => void, { opened, lost }: Listening): () => void {
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
        EventSource: heartbeatEventSource(() => tell({ kind: "beat" })),
      }),
    ],
  });
  const subscription = client.live.changes.subscribe(
    { labSlug },
    {
      onStarted: opened,
      onData: ({ data }) => tell({ kind: "event", event: data }),
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
}

/** tRPC does not expose heartbeats; the page needs them to tell a stalled stream from one without changes. */
function heartbeatEventSource(beat: () => void): typeof EventSource {
  return class extends EventSource {
    constructor(url: string | URL, init?: EventSourceInit) {
      super(url, init);
      this.addEventListener("ping", beat);
    }
  };
}
