import { type LiveNews, type LiveSnapshot, takeNews } from "./live-status";

type Tell = (news: LiveNews) => void;
type Message = LiveNews | { kind: "hello" };

export type LiveChannel = {
  /** Joins the stream; the returned function leaves it. */
  start: () => () => void;
  /** Hears all news, heartbeats included. */
  subscribe: (listener: Tell) => () => void;
  snapshot: () => LiveSnapshot;
};

type LiveChannelOptions = {
  /** Tabs with the same name share one stream. */
  name: string;
  /** Opens the stream and tells its news until the returned function is called. */
  openSource: (tell: Tell) => () => void;
  /** Absent where the page is not served securely; then each tab has its own stream. */
  locks: LockManager | null;
};

/**
 * One stream a browser, shared between its tabs (HTTP/1.1 gives a host six connections, and streams would use them up). The tab
 * that holds the lock leads: it has the stream and passes on what it hears. When it closes, the browser gives the lock to another.
 */
export function createLiveChannel({ name, openSource, locks }: LiveChannelOptions): LiveChannel {
  const listeners = new Set<Tell>();
  let current: LiveSnapshot = {
    connection: { state: "connecting", sinceMs: Date.now(), retryAtMs: null },
    event: null,
    heardAtMs: Date.now(),
  };
  const take: Tell = (news) => {
    current = takeNews(current, news, Date.now());
    for (const listener of listeners) listener(news);
  };
  return {
    start: () => (locks ? shareSource({ name, openSource, locks, take, snapshot: () => current }) : openSource(take)),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    snapshot: () => current,
  };
}

type Sharing = LiveChannelOptions & { locks: LockManager; take: Tell; snapshot: () => LiveSnapshot };

function shareSource({ name, openSource, locks, take, snapshot }: Sharing): () => void {
  const others = new BroadcastChannel(name);
  const leaving = new AbortController();
  let leave = () => {};
  let isLeading = false;
  const post = (message: Message) => others.postMessage(message);
  const tell: Tell = (news) => {
    if (leaving.signal.aborted) return;
    take(news);
    post(news);
  };
  let reopen = () => {};
  others.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data.kind !== "hello") take(data);
    else if (isLeading) {
      const { connection, event } = snapshot();
      // A tab that opens a page of the lab is signed in, and with it this one.
      if (connection.state === "signed_out") return reopen();
      post({ kind: "connection", connection });
      if (event) post({ kind: "event", event });
    }
  };
  post({ kind: "hello" });
  const lead = () =>
    new Promise<void>((release) => {
      isLeading = true;
      let close = openSource(tell);
      reopen = () => {
        close();
        close = openSource(tell);
      };
      leave = () => {
        close();
        release();
      };
    });
  locks.request(name, { signal: leaving.signal }, lead).catch(() => {}); // left before it was this tab's turn
  return () => {
    leaving.abort();
    leave();
    others.close();
  };
}
