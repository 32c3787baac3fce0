"use client";

import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { type FollowOptions, type Follower, followChanges } from "./follow-changes";
import type { Dependencies, LabEvent } from "./lab-changes";
import { useLive } from "./live-provider";
import type { Connection } from "./live-status";
import { failureOf } from "./trpc";

type LabChangesOptions = {
  dependsOn: Dependencies;
  /**
   * What a change makes stale: queries, which are refetched where they are shown, or a function that reads. Queries must have
   * the `staleTime` of `useLive`, so that they are fetched whenever another page opens: changes before that are not announced.
   */
  read: readonly QueryKey[] | FollowOptions["read"];
  /** Whether the first result has arrived. It may be older than a change announced meanwhile; it is not requested twice at once. */
  isReady: boolean;
  /** Least time between two reads. */
  pauseMs: number;
  /** How long the first change waits for others. */
  delayMs?: number;
  /** Takes what an event brings for the page, before it is asked whether the page is behind; returns the version that is shown then, if it brought any. */
  take?: (event: LabEvent) => number | null;
} & Pick<Partial<FollowOptions>, "shownVersion" | "onGap">;

/**
 * How a page follows its lab: it states what it shows and how to read that again, and is read again when the lab's stream announces a
 * change that concerns it. One read at a time; none while the user has paused the page or its tab is hidden.
 */
export function useLabChanges(options: LabChangesOptions): void {
  const { channel, pausedStore, readFrom } = useLive();
  const queryClient = useQueryClient();
  const follower = useRef<Follower>(null);
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
    follower.current?.look();
  });

  useEffect(() => {
    const readQueries = (keys: readonly QueryKey[]) =>
      Promise.all(keys.map((queryKey) => queryClient.invalidateQueries({ queryKey }, { throwOnError: true })));
    const following = followChanges(
      {
        dependsOn: () => latest.current.dependsOn,
        read: () => {
          const { read } = latest.current;
          return typeof read === "function" ? read() : readQueries(read);
        },
        pauseMs: () => latest.current.pauseMs,
        delayMs: latest.current.delayMs ?? 0,
        shownVersion: latest.current.shownVersion && (() => latest.current.shownVersion?.() ?? null),
        onGap: (gap) => latest.current.onGap?.(gap),
        reasonOf: (error) => failureOf(error).message,
      },
      readFrom(),
    );
    follower.current = following;
    const { event } = channel.snapshot();
    if (event) following.hear(event);
    const hear = (event: LabEvent) => {
      const isTaken = !isHeld(pausedStore.get(), latest.current.isReady);
      const version = isTaken ? (latest.current.take?.(event) ?? null) : null;
      if (version !== null) following.cover(version);
      following.hear(event);
    };
    const followPause = () => following.hold(isHeld(pausedStore.get(), latest.current.isReady));
    followPause();
    document.addEventListener("visibilitychange", followPause);
    const leave = [
      pausedStore.subscribe(followPause),
      channel.subscribe((news) => {
        if (news.kind === "event") hear(news.event);
        if (news.kind === "connection") followConnection(news.connection, following);
      }),
      () => document.removeEventListener("visibilitychange", followPause),
      following.stop,
    ];
    return () => {
      follower.current = null;
      for (const end of leave) end();
    };
  }, [channel, pausedStore, queryClient, readFrom]);

  const { isReady } = options;
  useEffect(() => follower.current?.hold(isHeld(pausedStore.get(), isReady)), [isReady, pausedStore]);
}

/** A hidden tab shows nothing to anybody: it catches up when it is looked at. */
const isHeld = (isPaused: boolean, isReady: boolean) => isPaused || !isReady || document.visibilityState === "hidden";

/** A connection that opens begins another stream, whatever was heard of the one before. */
function followConnection({ state }: Connection, following: Follower): void {
  following.interrupt();
  if (state === "open") following.reconnect();
}
