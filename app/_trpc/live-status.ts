import type { LabEvent } from "./lab-changes";

/** The stream of a lab as this browser has it. */
export type Connection = {
  state: "connecting" | "open" | "lost" | "signed_out";
  sinceMs: number;
  /** When a lost stream is tried again. */
  retryAtMs: number | null;
};

/** News of the stream; what travels between tabs. */
export type LiveNews =
  | { kind: "event"; event: LabEvent }
  | { kind: "beat" }
  | { kind: "connection"; connection: Connection };

export type LatestEvent = Pick<LabEvent, "version" | "lastReceivedAtMs">;

export type LiveSnapshot = {
  connection: Connection;
  /** The latest version and sample. What changed with that version is announced once and not kept. */
  event: LatestEvent | null;
  /** When anything was last heard, heartbeats included. */
  heardAtMs: number;
};

/** What the page shows is older than the latest announced version. */
export type Gap = { sinceMs: number; why: string };

export type LiveStatus =
  | { kind: "connecting" | "live" | "paused" | "signed_out" }
  | { kind: "delayed"; sinceMs: number; why: string }
  | { kind: "offline"; sinceMs: number; retryInS: number };

/** A heartbeat comes each 15 s; one that is five seconds late is reported. */
const SILENT_AFTER_MS = 20_000;

export function takeNews(snapshot: LiveSnapshot, news: LiveNews, nowMs: number): LiveSnapshot {
  if (news.kind === "connection") return { ...snapshot, connection: news.connection, heardAtMs: nowMs };
  if (news.kind === "beat") return { ...snapshot, heardAtMs: nowMs };
  return { ...snapshot, event: latestOf(snapshot.event, news.event), heardAtMs: nowMs };
}

/** Events of two connections may overtake each other; a version never goes back. */
function latestOf(known: LatestEvent | null, event: LabEvent): LatestEvent {
  if (!known) return { version: event.version, lastReceivedAtMs: event.lastReceivedAtMs };
  const receivedAtMs = Math.max(known.lastReceivedAtMs ?? 0, event.lastReceivedAtMs ?? 0);
  return { version: Math.max(known.version, event.version), lastReceivedAtMs: receivedAtMs || null };
}

export function liveStatus(
  { connection, heardAtMs }: LiveSnapshot,
  gap: Gap | null,
  isPaused: boolean,
  nowMs: number,
): LiveStatus {
  if (connection.state === "signed_out") return { kind: "signed_out" };
  if (connection.state === "lost") {
    const retryInS = Math.max(0, Math.ceil(((connection.retryAtMs ?? nowMs) - nowMs) / 1000));
    return { kind: "offline", sinceMs: connection.sinceMs, retryInS };
  }
  if (isPaused) return { kind: "paused" };
  if (connection.state === "connecting") return { kind: "connecting" };
  if (gap) return { kind: "delayed", ...gap };
  if (nowMs - heardAtMs > SILENT_AFTER_MS) return { kind: "delayed", sinceMs: heardAtMs, why: "no heartbeat" };
  return { kind: "live" };
}
