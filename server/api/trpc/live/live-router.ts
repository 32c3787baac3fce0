import { tracked } from "@trpc/server";
import { z } from "zod";
import { labScopeForMember } from "../../../auth/lab-scope";
import { knownCellName } from "../../../domain/cells/input-names";
import { MAX_WATCHED } from "../../../domain/labs/watched";
import { labEvents } from "./lab-events";
import { followWatched } from "./pushes";
import { beginStream } from "./user-streams";
import { statisticsInput } from "../shown-groups";
import { labProcedure, router } from "../trpc";

const NOTHING = { groups: [], cells: [] };
const watched = z.object({
  groups: z.array(statisticsInput).max(MAX_WATCHED),
  cells: z.array(knownCellName).max(MAX_WATCHED),
});

export const liveRouter = router({
  changes: labProcedure.input(z.object({ watched: watched.default(NOTHING) })).subscription(async function* ({
    ctx,
    input,
    signal,
  }) {
    const mayListen = async () =>
      (await ctx.isSignedIn()) && (await labScopeForMember(ctx.user.userId, input.labSlug)) !== null;
    const listening = { mayListen, signal: signal ?? new AbortController().signal };
    const follow = followWatched(ctx.scope, input.watched);
    const end = beginStream(ctx.user.userId);
    try {
      for await (const event of labEvents(ctx.scope, listening))
        yield tracked(String(event.version), await follow(event));
    } finally {
      end();
    }
  }),
});
