"use client";

import { usePathname } from "next/navigation";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { createValueStore, type ValueStore } from "../_components/browser/value-store";
import { createLiveChannel, type LiveChannel } from "./live-channel";
import { openLiveSource } from "./live-source";
import type { Gap, LatestEvent } from "./live-status";
import { failureOf, useTRPCClient } from "./trpc";

/** The stream of the lab, and what this tab adds to it: whether it is paused, and how far the page lies behind. */
export type Live = {
  channel: LiveChannel;
  pausedStore: ValueStore<boolean>;
  gapStore: ValueStore<Gap | null>;
  /** What is known to be in whatever a part of the page has at hand, or asks for from now on. */
  readFrom: () => LatestEvent | null;
  /** For queries that follow the lab: how long what is at hand stands without being asked for again, once somebody shows it. */
  staleTime: () => number;
};

const LiveContext = createContext<Live | null>(null);

type LiveProviderProps = {
  labSlug: string;
  /** The version that the server knew before it read what the page shows. */
  openedAt: LatestEvent | null;
  children: ReactNode;
};

/**
 * Joins the lab's stream for as long as one of its pages is open. On the page that was loaded, all that is at hand came with it or later: its parts follow
 * the lab from there and ask nothing twice. On a page that is opened from it, something may have changed before anybody followed it.
 */
export function LiveProvider({ labSlug, openedAt, children }: LiveProviderProps) {
  const client = useTRPCClient();
  const pathname = usePathname();
  const [first] = useState({ pathname, isShown: true });
  if (pathname !== first.pathname) first.isShown = false; // before its parts are drawn, which ask
  const [live] = useState<Live>(() => {
    const channel = createLiveChannel({
      name: `chargetracker-live-${labSlug}`,
      locks: globalThis.navigator?.locks ?? null,
      openSource: (deliver, watched) =>
        openLiveSource({
          labSlug,
          watched,
          deliver,
          isSignedIn: () =>
            client.labs.mine.query().then(
              () => true,
              (error) => failureOf(error).kind !== "signed_out",
            ),
        }),
    });
    return {
      channel,
      pausedStore: createValueStore(false),
      gapStore: createValueStore<Gap | null>(null),
      readFrom: () => (first.isShown ? openedAt : channel.snapshot().event),
      staleTime: () => {
        const heard = channel.snapshot().event ?? openedAt;
        return first.isShown && heard?.version === openedAt?.version ? Number.POSITIVE_INFINITY : 0;
      },
    };
  });
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
      channel: { start: ignore, subscribe: ignore, watch: ignore, snapshot: () => snapshot },
      pausedStore: createValueStore(false),
      gapStore: createValueStore<Gap | null>(null),
      readFrom: () => null,
      staleTime: () => 0,
    };
  });
  return <LiveContext value={still}>{children}</LiveContext>;
}

export function useLive(): Live {
  const live = useContext(LiveContext);
  if (!live) throw new Error("useLive is for pages of a lab, inside LiveProvider");
  return live;
}
