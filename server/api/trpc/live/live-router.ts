import { tracked } from "@trpc/server";
import { labScopeForMember } from "../../../auth/lab-scope";
import { labEvents } from "./lab-events";
import { beginStream } from "./user-streams";
import { labProcedure, router } from "../trpc";

export const liveRouter = router({
  changes: labProcedure.subscription(async function* ({ ctx, input, signal }) {
    const mayListen = async () =>
      (await ctx.isSignedIn()) && (await labScopeForMember(ctx.user.userId, input.labSlug)) !== null;
    const listening = { mayListen, signal: signal ?? new AbortController().signal };
    const end = beginStream(ctx.user.userId);
    try {
      for await (const event of labEvents(ctx.scope, listening)) yield tracked(String(event.version), event);
    } finally {
      end();
    }
  }),
});
