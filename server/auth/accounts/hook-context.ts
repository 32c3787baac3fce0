import { type createAuthMiddleware, getSessionFromCtx, isAPIError } from "better-auth/api";

/** What the library's hooks are given: the request as parsed, and the library itself. */
export type HookContext = Parameters<Parameters<typeof createAuthMiddleware>[0]>[0];

/** A text field of the parsed body; "" where it is none. */
export function bodyField(ctx: HookContext, field: string): string {
  const body: unknown = ctx.body;
  const value =
    typeof body === "object" && body !== null ? Object.entries(body).find(([name]) => name === field)?.[1] : "";
  return typeof value === "string" ? value : "";
}

/** The signed-in user who asks; null when nobody is. */
export async function sessionUser(ctx: HookContext): Promise<{ id: string; email: string } | null> {
  return (await getSessionFromCtx(ctx))?.user ?? null;
}

const PENDING_COOKIE = "two_factor";

/** Whoever gave the right password and now owes the second factor; null when nobody does. */
export async function pendingUser(ctx: HookContext): Promise<{ id: string; email: string } | null> {
  const { name } = ctx.context.createAuthCookie(PENDING_COOKIE);
  const challenge = await ctx.getSignedCookie(name, ctx.context.secret);
  const pending = challenge ? await ctx.context.internalAdapter.findVerificationValue(challenge) : null;
  return pending ? await ctx.context.internalAdapter.findUserById(pending.value) : null;
}

/** What the library refused with; null when it did as asked. */
export function refusalOf(ctx: HookContext): { code: string | undefined } | null {
  const { returned } = ctx.context;
  return isAPIError(returned) ? { code: returned.body?.code } : null;
}
