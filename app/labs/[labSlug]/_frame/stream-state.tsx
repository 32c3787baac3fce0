"use client";

import { useQuery } from "@tanstack/react-query";
import { Link } from "@/app/_components/link";
import { useEffect, useState, useSyncExternalStore } from "react";
import { formatAgeOrDate, formatMoment } from "@/app/_charts/frame/prepare-numbers";
import { SignInAgain } from "@/app/_components/account/sign-in-again";
import { StatusDot, type StatusTone } from "@/app/_components/status-dot";
import { useShortcut } from "@/app/_components/browser/use-shortcut";
import { useTick } from "@/app/_components/browser/use-tick";
import { useValue } from "@/app/_components/browser/value-store";
import { useLive } from "@/app/_trpc/live-provider";
import { type LiveStatus, liveStatus } from "@/app/_trpc/live-status";
import { useTRPC } from "@/app/_trpc/trpc";
import classes from "./stream-state.module.css";

const TICK_MS = 1_000;
/** Clocks that differ by less count as equal: a page takes that long to arrive. */
const CLOCK_TOLERANCE_MS = 5_000;

const WORDS: Record<LiveStatus["kind"], { word: string; tone: StatusTone }> = {
  connecting: { word: "Connecting", tone: "quiet" },
  live: { word: "Live", tone: "good" },
  delayed: { word: "Delayed", tone: "warning" },
  offline: { word: "Offline", tone: "quiet" },
  paused: { word: "Paused by you", tone: "quiet" },
  signed_out: { word: "Signed out", tone: "quiet" },
};

type StreamStateProps = { labSlug: string; timeZone: string; serverNowMs: number };

/** The state of the stream and the age of the last sample. It ticks by itself; nothing else of the page is drawn for that. */
export function StreamState({ labSlug, timeZone, serverNowMs }: StreamStateProps) {
  const { channel, pausedStore, gapStore } = useLive();
  // The connection's changes are shown at once; events come many a second, and the age is read when it ticks.
  const readConnection = () => channel.snapshot().connection;
  useSyncExternalStore(channel.subscribe, readConnection, readConnection);
  const isPaused = useValue(pausedStore);
  const gap = useValue(gapStore);
  const skewMs = useClockSkew(serverNowMs);
  const hasEvent = () => channel.snapshot().event !== null;
  useSyncExternalStore(channel.subscribe, hasEvent, hasEvent);
  useTick(TICK_MS);
  useShortcut(".", () => pausedStore.set(!pausedStore.get()));

  const nowMs = Date.now();
  const snapshot = channel.snapshot();
  const status = liveStatus(snapshot, gap, isPaused, nowMs);
  const silent = useSilentCells(labSlug);
  const isSilent = status.kind === "live" && silent.count > 0;
  const { word, tone } = WORDS[status.kind];
  const receivedAtMs = snapshot.event?.lastReceivedAtMs ?? null;
  return (
    <p className={classes.state} data-stream={status.kind} suppressHydrationWarning>
      <StatusDot tone={isSilent ? "warning" : tone} />
      <span role="status" className={classes.word}>
        {word}
      </span>
      <StateDetail status={status} timeZone={timeZone} />
      {status.kind !== "offline" && status.kind !== "signed_out" && receivedAtMs !== null && (
        <span className={classes.age} title={`Last sample received ${formatMoment(receivedAtMs, timeZone)}`}>
          <span className={classes.long}>last sample </span>
          {formatAgeOrDate(receivedAtMs, nowMs - skewMs, timeZone)}
        </span>
      )}
      {/* Behind what is there already, which does not move when it comes. */}
      {isSilent && <SilentCells labSlug={labSlug} {...silent} />}
    </p>
  );
}

function StateDetail({ status, timeZone }: { status: LiveStatus; timeZone: string }) {
  if (status.kind === "offline") return <span className={classes.age}>retrying in {status.retryInS} s</span>;
  if (status.kind === "delayed") {
    const since = formatMoment(status.sinceMs, timeZone).split(" ")[1] ?? "";
    return (
      <span className={classes.detail} title={status.why}>
        since {since}: {status.why}
      </span>
    );
  }
  if (status.kind === "signed_out") {
    return <SignInAgain />;
  }
  return null;
}

const NONE_SILENT = { count: 0, names: [] as string[] };
/** Silence takes ten minutes to be one. */
const LOOK_EVERY_MS = 60_000;

/** Cells that should send and do not: time alone makes them so, and no change of the lab announces it. */
function useSilentCells(labSlug: string) {
  const trpc = useTRPC();
  const query = useQuery(trpc.cells.silent.queryOptions({ labSlug }, { refetchInterval: LOOK_EVERY_MS }));
  return query.data ?? NONE_SILENT;
}

function SilentCells({ labSlug, count, names }: { labSlug: string; count: number; names: readonly string[] }) {
  const others = count > names.length ? ` and ${count - names.length} more` : "";
  return (
    <Link
      className={classes.detail}
      data-silent={count}
      href={`/labs/${labSlug}?state=silent`}
      title={`Nothing arrived of ${names.join(", ")}${others}`}
    >
      {count === 1 ? "1 cell silent" : `${count} cells silent`}
    </Link>
  );
}

/** How far this computer's clock is ahead of the server's: laboratory PCs are often minutes off. */
function useClockSkew(serverNowMs: number): number {
  const [skewMs, setSkewMs] = useState(0);
  useEffect(() => {
    const measured = Date.now() - serverNowMs;
    if (Math.abs(measured) > CLOCK_TOLERANCE_MS) setSkewMs(measured);
  }, [serverNowMs]);
  return skewMs;
}
