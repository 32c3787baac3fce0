"use client";

import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { createValueStore, type ValueStore } from "../_components/value-store";
import { createLiveChannel, type LiveChannel } from "./live-channel";
import { openLiveSource } from "./live-source";
import type { Gap } from "./live-status";
import { failureOf, useTRPCClient } from "./trpc";

/** The stream of the lab, and what this tab adds to it: whether it is paused, and how far the page lies behind. */
export type Live = {
  channel: LiveChannel;
  pausedStore: ValueStore<boolean>;
  gapStore: ValueStore<Gap | null>;
};

const LiveContext = createContext<Live | null>(null);

/** Joins the lab's stream for as long as one of its pages is open. */
export function LiveProvider({ labSlug, children }: { labSlug: string; children: ReactNode }) {
  const client = useTRPCClient();
  const [live] = useState<Live>(() => ({
    channel: createLiveChannel({
      name: `chargetracker-live-${labSlug}`,
      locks: globalThis.navigator?.locks ?? null,
      openSource: (tell) =>
        openLiveSource({
          labSlug,
          tell,
          isSignedIn: () =>
            client.labs.mine.query().then(
              () => true,
              (error) => failureOf(error).kind !== "signed_out",
            ),
        }),
    }),
    pausedStore: createValueStore(false),
    gapStore: createValueStore<Gap | null>(null),
  }));
  useEffect(() => live.channel.start(), [live]);
  return <LiveContext value={live}>{children}</LiveContext>;
}

const ignore = () => () => {};

/** For what is drawn outside a lab's pages by their parts: no stream announces anything. */
export function StillProvider({ children }: { children: ReactNode }) {
  const [still] = useState<Live>(() => {
    const connection = { state: "open" as const, sinceMs: Date.now(), retryAtMs: null };
    const snapshot = { connection, event: null, heardAtMs: Date.now() };
    return {
      channel: { start: ignore, subscribe: ignore, snapshot: () => snapshot },
      pausedStore: createValueStore(false),
      gapStore: createValueStore<Gap | null>(null),
    };
  });
  return <LiveContext value={still}>{children}</LiveContext>;
}

export function useLive(): Live {
  const live = useContext(LiveContext);
  if (!live) throw new Error("useLive is for pages of a lab, inside LiveProvider");
  return live;
}
