import type { Watched } from "@/server/domain/labs/watched";
import type { LiveSource } from "./live-source";
import { type LiveNews, type LiveSnapshot, takeNews } from "./live-status";
import { createWatchedByTabs, isNothing, type Watch, type WatchedByTabs } from "./watched-by-tabs";

type Deliver = (news: LiveNews) => void;
type Message = LiveNews | { kind: "hello" } | { kind: "watch"; tab: string; watched: Watched };

export type LiveChannel = {
  /** Joins the stream; the returned function leaves it. */
  start: () => () => void;
  /** Hears all news, heartbeats included. */
  subscribe: (listener: Deliver) => () => void;
  /** Has the stream bring what changes of something, until the returned function is called. */
  watch: (watch: Watch) => () => void;
  snapshot: () => LiveSnapshot;
};

type LiveChannelOptions = {
  /** Tabs with the same name share one stream. */
  name: string;
  /** Opens the stream and tells its news until it is closed. */
  openSource: (deliver: Deliver, watched: Watched) => LiveSource;
  /** Absent where the page is not served securely; then each tab has its own stream. */
  locks: LockManager | null;
};

/**
 * One stream a browser, shared between its tabs (HTTP/1.1 gives a host six connections, and streams would use them up). The tab
 * that holds the lock leads: it has the stream, which brings what any of them watches, and passes on what it hears. When it closes, the browser
 * gives the lock to another.
 */
export function createLiveChannel({ name, openSource, locks }: LiveChannelOptions): LiveChannel {
  const listeners = new Set<Deliver>();
  let current: LiveSnapshot = {
    connection: { state: "connecting", sinceMs: Date.now(), retryAtMs: null },
    event: null,
    heardAtMs: Date.now(),
  };
  const take: Deliver = (news) => {
    current = takeNews(current, news, Date.now());
    for (const listener of listeners) listener(news);
  };
  let onWatch = () => {};
  const watched = createWatchedByTabs(() => onWatch());
  const sharing = { name, openSource, take, watched, snapshot: () => current };
  return {
    start: () => {
      const { leave, follow } = locks ? shareSource({ ...sharing, locks }) : ownSource(sharing);
      onWatch = follow;
      return () => {
        onWatch = () => {};
        leave();
      };
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    watch: watched.add,
    snapshot: () => current,
  };
}

type Sharing = Omit<LiveChannelOptions, "locks"> & {
  take: Deliver;
  watched: WatchedByTabs;
  snapshot: () => LiveSnapshot;
};
/** `follow` is called when what this tab watches may have changed. */
type Shared = { leave: () => void; follow: () => void };

function ownSource({ openSource, take, watched }: Sharing): Shared {
  const source = openSource(take, watched.all());
  return { leave: source.close, follow: () => source.watch(watched.all()) };
}

function shareSource({ name, openSource, locks, take, watched, snapshot }: Sharing & { locks: LockManager }): Shared {
  const others = new BroadcastChannel(name);
  const tab = String(Math.random());
  const leaving = new AbortController();
  let source: LiveSource | null = null;
  let release = () => {};
  const post = (message: Message) => others.postMessage(message);
  const deliver: Deliver = (news) => {
    if (leaving.signal.aborted) return;
    take(news);
    post(news);
  };
  const open = () => openSource(deliver, watched.all());
  const postWatched = () => post({ kind: "watch", tab, watched: watched.own() });
  const answerHello = () => {
    if (!isNothing(watched.own())) postWatched();
    if (source === null) return;
    const { connection, event } = snapshot();
    // A tab that opens a page of the lab is signed in, and with it this one.
    if (connection.state === "signed_out") {
      source.close();
      source = open();
      return;
    }
    post({ kind: "connection", connection });
    if (event) post({ kind: "event", event });
  };
  others.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data.kind === "hello") answerHello();
    else if (data.kind === "watch") {
      watched.ofTab(data.tab, data.watched);
      source?.watch(watched.all());
    } else take(data);
  };
  post({ kind: "hello" });
  if (!isNothing(watched.own())) postWatched();
  const lead = () =>
    new Promise<void>((resolve) => {
      source = open();
      release = () => {
        source?.close();
        resolve();
      };
    });
  locks.request(name, { signal: leaving.signal }, lead).catch(() => {}); // left before it was this tab's turn
  return {
    follow: () => {
      postWatched();
      source?.watch(watched.all());
    },
    leave: () => {
      if (leaving.signal.aborted) return;
      leaving.abort();
      post({ kind: "watch", tab, watched: { groups: [], cells: [] } });
      release();
      others.close();
    },
  };
}
