import { initTRPC } from "@trpc/server";
import { z } from "zod";
import { labScopeForMember } from "../../auth/lab-scope";
import { currentUser } from "../../auth/session";
import { AppError, ERROR_KINDS, toAppError } from "../../errors";
import { logger } from "../../logger";

export type TrpcContext = {
  user: Awaited<ReturnType<typeof currentUser>>;
  /** Whether the session of the request still holds: a stream outlives the moment at which it was asked for. */
  isSignedIn: () => Promise<boolean>;
};

export async function createTrpcContext(headers: Headers): Promise<TrpcContext> {
  return { user: await currentUser(headers), isSignedIn: async () => (await currentUser(headers)) !== null };
}

const HEARTBEAT_MS = 15_000;

const t = initTRPC.context<TrpcContext>().create({
  sse: { ping: { enabled: true, intervalMs: HEARTBEAT_MS }, client: { reconnectAfterInactivityMs: 2 * HEARTBEAT_MS } },
  errorFormatter({ shape, error }) {
    const appError = toAppError(error.cause ?? error);
    return {
      ...shape,
      message: appError.message,
      data: { ...shape.data, stack: undefined, kind: appError.kind, problems: appError.problems },
    };
  },
});

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/** Turns what is thrown into its kind's tRPC code, and logs what nobody expected. */
const withErrors = t.middleware(async ({ next, path }) => {
  const result = await next();
  if (result.ok) return result;
  const error = toAppError(result.error.cause ?? result.error);
  if (error.kind === "internal") logger.error({ error, path }, "procedure failed");
  return { ...result, error: Object.assign(result.error, { code: ERROR_KINDS[error.kind].trpcCode }) };
});

export const userProcedure = t.procedure.use(withErrors).use(({ ctx, next }) => {
  if (!ctx.user) throw new AppError("unauthenticated", "Sign in first.");
  return next({ ctx: { user: ctx.user } });
});

export const labProcedure = userProcedure
  .input(z.object({ labSlug: z.string().max(128) }))
  .use(async ({ ctx, input, next }) => {
    const scope = await labScopeForMember(ctx.user.userId, input.labSlug);
    // One answer for "no such lab" and "not your lab", so that names cannot be probed.
    if (!scope) throw new AppError("not_found", `There is no lab "${input.labSlug}" for you.`);
    return next({ ctx: { scope } });
  });
