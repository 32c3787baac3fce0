"use client";

import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { type FollowOptions, type Follower, followChanges } from "./follow-changes";
import type { Dependencies } from "./lab-changes";
import { useLive } from "./live-provider";
import { failureOf } from "./trpc";

type LabChangesOptions = {
  dependsOn: Dependencies;
  /**
   * What a change makes stale: queries, which are read again where they are shown, or a function that reads. Queries shall have
   * `staleTime: 0`, so that they are read whenever a page opens: what happened before that is not heard of.
   */
  read: readonly QueryKey[] | FollowOptions["read"];
  /** Whether the first answer is there. It may be older than a change heard meanwhile, and is not asked for twice at once. */
  isReady: boolean;
  /** From one reading to the next. */
  pauseMs: number;
  /** How long the first change waits for others. */
  delayMs?: number;
} & Pick<Partial<FollowOptions>, "shownVersion" | "onGap">;

/**
 * The way in which a page follows its lab: it says what it shows and how to read that again, and it is read again when the lab's
 * stream tells of a change that concerns it. One reading at a time; none while the user has paused the page.
 */
export function useLabChanges(options: LabChangesOptions): void {
  const { channel, pausedStore } = useLive();
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
      channel.snapshot().event,
    );
    follower.current = following;
    const followPause = () => following.hold(pausedStore.get() || !latest.current.isReady);
    followPause();
    const leave = [
      pausedStore.subscribe(followPause),
      channel.subscribe((news) => {
        if (news.kind === "event") following.hear(news.event);
        if (news.kind === "connection" && news.connection.state === "open") following.reconnect();
      }),
      following.stop,
    ];
    return () => {
      follower.current = null;
      for (const end of leave) end();
    };
  }, [channel, pausedStore, queryClient]);

  const { isReady } = options;
  useEffect(() => follower.current?.hold(pausedStore.get() || !isReady), [isReady, pausedStore]);
}
