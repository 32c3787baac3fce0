"use client";

import { useQueryClient } from "@tanstack/react-query";
import { z } from "zod";

const MAX_QUESTIONS = 100;

/** Of tRPC's own keys: the path of a procedure, and what it is asked. */
const requested = z.tuple([
  z.array(z.string()),
  z.object({ type: z.literal("query"), input: z.object({ labSlug: z.string() }).catchall(z.json()) }),
]);

/** What the page asks of its lab now. The server takes from it what a shared view needs, and asks that again. */
export function usePageQuestions() {
  const queryClient = useQueryClient();
  return () =>
    queryClient
      .getQueryCache()
      .findAll({ type: "active" })
      .flatMap(({ queryKey }) => {
        const { data } = requested.safeParse(queryKey);
        if (!data) return [];
        const [path, { input: given }] = data;
        const { labSlug: _, ...input } = given;
        return [{ path: path.join("."), input }];
      })
      .slice(0, MAX_QUESTIONS);
}
