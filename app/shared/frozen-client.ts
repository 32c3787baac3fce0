import { hashKey } from "@tanstack/react-query";
import { createTRPCClient, type TRPCClient, TRPCClientError, type TRPCLink } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import { z } from "zod";
import type { AppRouter } from "@/server/api/trpc/root";
import type { KeptAnswer } from "./kept-answers";

const NOT_KEPT = {
  error: {
    message: "The snapshot does not keep this: it has what was shown when it was taken.",
    code: -32_004,
    data: { code: "NOT_FOUND", httpStatus: 404 },
  },
};

/** Answers what was kept, and asks nobody. */
export function createFrozenClient(answers: readonly KeptAnswer[]): TRPCClient<AppRouter> {
  const kept = new Map(answers.map(({ path, input, answer }) => [keyOf(path, input), answer]));
  const link: TRPCLink<AppRouter> =
    () =>
    ({ op: { path, input } }) =>
      observable((observer) => {
        const key = keyOf(path, input);
        if (!kept.has(key)) {
          observer.error(TRPCClientError.from(NOT_KEPT));
          return;
        }
        observer.next({ result: { type: "data", data: kept.get(key) } });
        observer.complete();
      });
  return createTRPCClient<AppRouter>({ links: [link] });
}

const anyInput = z.looseObject({ labSlug: z.unknown().optional() });

/** The same question has one key, of whatever lab the page says it is; what was kept before there were filters of cells is of all cells. */
function keyOf(path: string, input: unknown): string {
  const { labSlug: _, where = null, ...requested } = anyInput.parse(input ?? {});
  return hashKey([path, where === null ? requested : { ...requested, where }]);
}
