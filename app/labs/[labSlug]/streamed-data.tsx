"use client";

import { type DehydratedState, HydrationBoundary } from "@tanstack/react-query";
import { type ReactNode, useEffect, useMemo, useState } from "react";

/**
 * Puts answers that the server began to read into the page's cache. Those that were on their way when the page was sent are taken once it is drawn for the
 * first time: whether one has arrived by then differs between server and browser, which must draw the same.
 */
export function StreamedData({ state, children }: { state: DehydratedState; children: ReactNode }) {
  const [drawn] = useState(() => Promise.withResolvers<void>());
  useEffect(() => drawn.resolve(), [drawn]);
  const later = useMemo(
    () => ({
      ...state,
      queries: state.queries.map(({ promise, ...query }) =>
        promise === undefined ? query : { ...query, promise: drawn.promise.then(() => promise) },
      ),
    }),
    [state, drawn],
  );
  return <HydrationBoundary state={later}>{children}</HydrationBoundary>;
}
