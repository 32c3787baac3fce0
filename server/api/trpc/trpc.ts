import { initTRPC, type TRPCError } from "@trpc/server";
import { z } from "zod";
import { text } from "../../domain/cells/input-text";
import { GROUP_TEXTS } from "../../domain/groups/group-texts";
import { labScopeForMember } from "../../auth/lab-scope";
import { currentUser } from "../../auth/session";
import { AppError, ERROR_KINDS, type ErrorKind, toAppError } from "../../errors";
import { logger } from "../../logger";

export type TrpcContext = {
  user: Awaited<ReturnType<typeof currentUser>>;
  /** Whether the session of the request still holds: a stream outlives the moment at which it was asked for. */
  isSignedIn: () => Promise<boolean>;
};

export async function createTrpcContext(headers: Headers): Promise<TrpcContext> {
  return { user: await currentUser(headers), isSignedIn: async () => (await currentUser(headers)) !== null };
}

// Of an object literal, `keys` are the keys.
const KINDS = Object.keys(ERROR_KINDS) as ErrorKind[];

/** What the library refuses by itself has a code and no cause of ours: it is the sender's doing, and said in the library's words. */
function refusalOf(error: TRPCError): AppError {
  const kind = KINDS.find((name) => name !== "internal" && ERROR_KINDS[name].trpcCode === error.code);
  return error.cause === undefined && kind !== undefined
    ? new AppError(kind, error.message)
    : toAppError(error.cause ?? error);
}

const HEARTBEAT_MS = 15_000;

const t = initTRPC.context<TrpcContext>().create({
  transformer: GROUP_TEXTS,
  sse: { ping: { enabled: true, intervalMs: HEARTBEAT_MS }, client: { reconnectAfterInactivityMs: 2 * HEARTBEAT_MS } },
  errorFormatter({ shape, error }) {
    const { kind, message, problems } = refusalOf(error);
    // What is thrown within a stream passes no middleware: the library calls it a failure of ours.
    const { trpcCode, httpStatus } = ERROR_KINDS[kind];
    const told = kind === "internal" ? {} : { code: trpcCode, httpStatus };
    return { ...shape, message, data: { ...shape.data, ...told, stack: undefined, kind, problems } };
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

/** The library takes input that is no JSON, or not all of it, for a failure of ours. */
const withInput = t.middleware(({ next, getRawInput }) =>
  next({
    getRawInput: () =>
      getRawInput().catch((cause) => {
        throw new AppError("malformed", "The input is not JSON, or not all of it.", { cause });
      }),
  }),
);

export const userProcedure = t.procedure
  .use(withErrors)
  .use(withInput)
  .use(({ ctx, next }) => {
    if (!ctx.user) throw new AppError("unauthenticated", "Sign in first.");
    return next({ ctx: { user: ctx.user } });
  });

export const labProcedure = userProcedure.input(z.object({ labSlug: text(128) })).use(async ({ ctx, input, next }) => {
  const scope = await labScopeForMember(ctx.user.userId, input.labSlug);
  // One answer for "no such lab" and "not your lab", so that names cannot be probed.
  if (!scope) throw new AppError("not_found", `There is no lab "${input.labSlug}" for you.`);
  return next({ ctx: { scope } });
});
