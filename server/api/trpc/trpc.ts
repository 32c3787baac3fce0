import { initTRPC, type TRPCError } from "@trpc/server";
import { z } from "zod";
import { text } from "../../domain/cells/input-text";
import { SHARE_HEADER } from "../../domain/labs/granted-view";
import { GROUP_TEXTS } from "../../domain/groups/group-texts";
import { labScopeForMember } from "../../auth/lab-scope";
import { currentUser } from "../../auth/session";
import { AppError, ERROR_KINDS, type ErrorKind, toAppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import { logger } from "../../logger";
import { inTurnOfLab } from "../turns-of-labs";
import { notShown, withShare } from "./shares/share";

export type TrpcContext = {
  user: Awaited<ReturnType<typeof currentUser>>;
  /** Whether the session of the request still holds: a stream outlives the moment at which it was asked for. */
  isSignedIn: () => Promise<boolean>;
  /** The secret of the link by whose page it is asked: then the session opens nothing but links for signed-in people. */
  shareSecret?: string | null;
};

export async function createTrpcContext(headers: Headers): Promise<TrpcContext> {
  return {
    user: await currentUser(headers),
    isSignedIn: async () => (await currentUser(headers)) !== null,
    shareSecret: headers.get(SHARE_HEADER),
  };
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
    const exposed = kind === "internal" ? {} : { code: trpcCode, httpStatus };
    return { ...shape, message, data: { ...shape.data, ...exposed, stack: undefined, kind, problems } };
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

/** For anybody: what it shows rests on what is asked. */
export const anyProcedure = t.procedure.use(withErrors).use(withInput);

export const userProcedure = anyProcedure.use(({ ctx, next }) => {
  if (ctx.shareSecret != null) throw notShown();
  if (!ctx.user) throw new AppError("unauthenticated", "Sign in first.");
  return next({ ctx: { user: ctx.user } });
});

const ofLab = z.object({ labSlug: text(128) });

export const labProcedure = userProcedure.input(ofLab).use(async ({ ctx, input, next }) => {
  const scope = await scopeOfMember(ctx.user.userId, input.labSlug);
  return inTurnOfLab(scope, () => next({ ctx: { scope } }));
});

/** One answer for "no such lab" and "not your lab", so that names cannot be probed. */
async function scopeOfMember(userId: string, labSlug: string): Promise<LabScope> {
  const scope = await labScopeForMember(userId, labSlug);
  if (!scope) throw new AppError("not_found", `There is no lab "${labSlug}" for you.`);
  return scope;
}

/** What only a link's own page asks. */
export const shareProcedure = anyProcedure.use(async ({ ctx, next }) => {
  if (ctx.shareSecret == null) throw new AppError("unauthenticated", "This is asked with the secret of a link.");
  return withShare(ctx.shareSecret, { isSignedIn: ctx.user !== null }, (share) => next({ ctx: { share } }));
});

/**
 * What a member of a lab asks, and the page of a link too, where `share` is what the link shows. Each such procedure has to narrow what it
 * answers by `share`, by the functions of `shares/`, whose test tries all of them.
 */
export const sharableProcedure = anyProcedure
  .use(({ ctx, next }) => {
    if (ctx.shareSecret == null && !ctx.user) throw new AppError("unauthenticated", "Sign in first.");
    return next();
  })
  .input(ofLab)
  .use(async ({ ctx, input, next }) => {
    if (ctx.shareSecret == null) {
      const scope = await scopeOfMember(ctx.user?.userId ?? "", input.labSlug);
      return inTurnOfLab(scope, () => next({ ctx: { scope, share: null } }));
    }
    return withShare(ctx.shareSecret, { isSignedIn: ctx.user !== null }, async (share) => {
      // What is frozen is read from its snapshot alone.
      if (share.frozen) throw notShown();
      return next({ ctx: { scope: share.scope, share } });
    });
  });
