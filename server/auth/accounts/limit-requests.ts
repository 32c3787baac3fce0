import { APIError } from "better-auth/api";
import {
  type Attempt,
  countAttempt,
  forgiveAttempts,
  type LimitedAction,
  rememberAddress,
  uncountAttempt,
} from "./attempt-limits";
import { countedAddress } from "../client-address";
import { BUSY } from "./password-hashes";
import { bodyField, type HookContext, pendingUser, refusalOf, sessionUser } from "./hook-context";

type LimitedRequest = {
  actions: readonly LimitedAction[];
  /** The account that is tried: of the address in the body, or of whoever the request's cookies stand for. */
  of: "body" | "session" | "pending";
};

const LIMITED_REQUESTS: Record<string, LimitedRequest> = {
  "/sign-in/email": { actions: ["signIn"], of: "body" },
  "/sign-up/email": { actions: ["signUp"], of: "body" },
  "/request-password-reset": { actions: ["resetMail"], of: "body" },
  "/send-verification-email": { actions: ["verificationMail"], of: "body" },
  "/change-password": { actions: ["password"], of: "session" },
  "/change-email": { actions: ["password", "changeOfEmail"], of: "session" },
  "/two-factor/enable": { actions: ["password"], of: "session" },
  "/two-factor/disable": { actions: ["password"], of: "session" },
  "/two-factor/generate-backup-codes": { actions: ["password"], of: "session" },
  "/two-factor/verify-totp": { actions: ["secondFactor"], of: "pending" },
  "/two-factor/verify-backup-code": { actions: ["secondFactor"], of: "pending" },
};
/** A right password or code ends its count; a mail that was sent does not. */
const FORGIVEN: ReadonlySet<LimitedAction> = new Set(["signIn", "password", "secondFactor"]);

/** Before a request: 429 when it was tried too often. Refuses all while Redis is away, for then nobody counts. */
export async function limitRequest(ctx: HookContext): Promise<void> {
  const limited = LIMITED_REQUESTS[ctx.path];
  const attempt = limited && (await attemptOf(ctx, limited));
  if (!attempt) return; // nobody is signed in, which the library says itself
  for (const action of limited.actions) refuseAfter(await countAttempt(action, attempt));
}

/** After one that succeeded, or that was not looked at. */
export async function forgiveRequest(ctx: HookContext): Promise<void> {
  const limited = LIMITED_REQUESTS[ctx.path];
  const refusal = refusalOf(ctx);
  if (refusal) return limited && refusal.code === BUSY ? withdrawAttempt(ctx, limited) : undefined;
  const signedIn = wholeSignIn(ctx);
  if (limited && (signedIn || limited.of === "session")) {
    await forgive(ctx, limited, signedIn?.email ?? (await sessionUser(ctx))?.email);
  }
  if (signedIn) await rememberAddress(attemptBy(ctx, signedIn.email));
}

/** Whoever has just signed in; null for somebody who owes a second factor still, though the library has made their session by now. */
function wholeSignIn(ctx: HookContext): { email: string } | null {
  const user = ctx.context.newSession?.user;
  return user && !(ctx.path === "/sign-in/email" && isOwingSecondFactor(user)) ? user : null;
}

/** An attempt that nobody looked at counts for none, or many at once would lock out whoever tries again. */
async function withdrawAttempt(ctx: HookContext, limited: LimitedRequest): Promise<void> {
  const attempt = await attemptOf(ctx, limited);
  if (attempt) for (const action of limited.actions) await uncountAttempt(action, attempt);
}

async function forgive(ctx: HookContext, { actions }: LimitedRequest, email: string | undefined): Promise<void> {
  if (email === undefined) return;
  for (const action of actions) if (FORGIVEN.has(action)) await forgiveAttempts(action, attemptBy(ctx, email));
}

/** @throws APIError 429 with the time to wait, or 503 when nobody could count (`waitS` null) */
export function refuseAfter(waitS: number | null): void {
  if (waitS === null)
    throw new APIError("SERVICE_UNAVAILABLE", { message: "This is not possible now. Try again in a moment." });
  if (waitS === 0) return;
  const message = `Too many attempts. Try again in ${Math.ceil(waitS / 60)} min.`;
  throw new APIError("TOO_MANY_REQUESTS", { message }, { "Retry-After": String(waitS) });
}

export const attemptBy = (ctx: HookContext, email: string): Attempt => ({
  email,
  address: countedAddress(ctx.headers),
});

async function attemptOf(ctx: HookContext, { of }: LimitedRequest): Promise<Attempt | null> {
  if (of === "body") return attemptBy(ctx, bodyField(ctx, "email"));
  const user = (await sessionUser(ctx)) ?? (of === "pending" ? await pendingUser(ctx) : null);
  return user && attemptBy(ctx, user.email);
}

const isOwingSecondFactor = (user: object) => "twoFactorEnabled" in user && user.twoFactorEnabled === true;
