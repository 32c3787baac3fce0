"use client";

import { type DehydratedState, HydrationBoundary } from "@tanstack/react-query";
import { type ReactNode, useEffect, useMemo, useState, useSyncExternalStore } from "react";

/** By the answers, which stay the same while React begins to draw a page again: what waits in the cache waits for that one. */
const drawnPages = new WeakMap<DehydratedState, PromiseWithResolvers<void>>();

/**
 * Puts answers that the server began to read into the page's cache. Those that were on their way when the page was sent are taken once it is drawn for the
 * first time: whether one has arrived by then differs between server and browser, which must draw the same. A page that the browser alone draws takes
 * them as they come, and so does one that it left before it was drawn.
 */
export function StreamedData({ state, children }: { state: DehydratedState; children: ReactNode }) {
  const isHydrating = useIsHydrating();
  const [sent] = useState(isHydrating ? state : null);
  const waits = state === sent;
  useEffect(() => drawnPage(state).resolve(), [state]);
  const later = useMemo(
    () => ({
      ...state,
      queries: state.queries.map(({ promise, ...query }) => {
        if (promise === undefined) return query;
        return { ...query, promise: waits ? drawnPage(state).promise.then(() => promise) : promise };
      }),
    }),
    [state, waits],
  );
  return <HydrationBoundary state={later}>{children}</HydrationBoundary>;
}

function drawnPage(state: DehydratedState): PromiseWithResolvers<void> {
  const drawn = drawnPages.get(state) ?? Promise.withResolvers<void>();
  drawnPages.set(state, drawn);
  return drawn;
}

const never = () => () => {};

/** Whether the page is drawn over what the server sent, or on the server. */
const useIsHydrating = () =>
  useSyncExternalStore(
    never,
    () => false,
    () => true,
  );
