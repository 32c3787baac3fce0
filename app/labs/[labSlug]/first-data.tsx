import { defaultShouldDehydrateQuery, dehydrate, QueryClient } from "@tanstack/react-query";
import { createTRPCOptionsProxy, type TRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { type Drawn, FirstDrawn } from "@/app/_charts/first/first-drawing";
import { type AppRouter, appRouter } from "@/server/api/trpc/root";
import { createTrpcContext } from "@/server/api/trpc/trpc";
import { GROUP_TEXTS } from "@/server/domain/groups/group-texts";
import { StreamedData } from "./streamed-data";

/**
 * Begins to ask what a page shows first, by the same questions with which its parts ask again; waits only for what decides what else to ask.
 * @returns what the server draws of it; null: nothing
 */
export type AskFirst = (trpc: TRPCOptionsProxy<AppRouter>, queries: QueryClient) => Promise<Drawn | null>;

/** An answer that the server draws a part of the page from. */
export type ToDraw<Answer> = { answer: Promise<Answer>; isDrawn: () => void };

/** Long enough for what was drawn to be on its way. */
const AHEAD_MS = 15;

/**
 * An answer to draw from, and `later`, which gives it when that was drawn: the drawing travels first, and a reader sees it while the answer itself,
 * many times as large, is on its way.
 */
export function drawnFirst<Answer>(answer: Promise<Answer>): ToDraw<Answer> & { later: () => Promise<Answer> } {
  const { promise: drawn, resolve } = Promise.withResolvers<void>();
  answer.catch(() => resolve()); // what cannot be read is not drawn either
  return {
    answer,
    isDrawn: () => setTimeout(resolve, AHEAD_MS),
    later: () => drawn.then(() => answer),
  };
}

/** A client for questions whose answers the page gets in another way. */
export const prefetchClient = () => new QueryClient({ defaultOptions: { queries: { retry: false } } });

/**
 * Reads what a page shows first while the page is being sent: the answers come in the same response, instead of after its scripts. What fails is
 * asked again by the part that shows it.
 */
export async function FirstData({ ask, children }: { ask: AskFirst; children: ReactNode }) {
  const context = await createTrpcContext(await headers());
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const trpc = createTRPCOptionsProxy({ ctx: context, router: appRouter, queryClient });
  const drawing = await ask(trpc, queryClient).catch(() => null);
  const state = dehydrate(queryClient, {
    serializeData: GROUP_TEXTS.output.serialize,
    shouldDehydrateQuery: (query) => defaultShouldDehydrateQuery(query) || query.state.status === "pending",
  });
  return (
    <StreamedData state={state}>
      <FirstDrawn chart={drawing?.chart ?? null} below={drawing?.below ?? null}>
        {children}
      </FirstDrawn>
    </StreamedData>
  );
}
