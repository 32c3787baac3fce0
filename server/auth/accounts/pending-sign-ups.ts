import type { BetterAuthPlugin } from "better-auth";
import { APIError, createAuthEndpoint, getSessionFromCtx } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { z } from "zod";
import { findConfirmedUserId, findSignUp, findUnconfirmedUser, listSignUps } from "../../data/accounts/sign-up-reads";
import { insertConfirmedUser, insertSignUp, type SignUpDetails } from "../../data/accounts/sign-up-writes";
import { requestMailInBackground } from "../../jobs/contracts/mail-job";
import { logger } from "../../logger";
import { createInvitationToken, hashInvitationToken, isInvitationToken } from "../invitation-token";
import { accountMails } from "./account-mails";
import { countAttempt, forgiveAttempts } from "./attempt-limits";
import type { HookContext } from "./hook-context";
import { attemptBy, refuseAfter } from "./limit-requests";
import { passwordHashes } from "./password-hashes";

// An account comes into being when its address is confirmed, with the password of the sign-up that the mail was for. Before that there are
// sign-ups, as many as somebody makes: whoever signs up with a stranger's address can neither end the stranger's own nor know its password.

const HOLDS_MS = 3_600_000;
/** Of an address that many sign up with, so many are asked whose password it is. */
const MOST_REMINDED = 3;

export const CONFIRM_SIGN_UP = "/confirm-sign-up";
export const isSignUpToken = isInvitationToken;

/** Keeps a sign-up and mails its link. */
async function keepAndMail(details: SignUpDetails): Promise<void> {
  const { token, tokenHash } = createInvitationToken();
  await insertSignUp({ ...details, tokenHash, expiresAt: new Date(Date.now() + HOLDS_MS) });
  requestMailInBackground({ to: details.email, ...accountMails.verification({ token, next: details.nextPath }) });
}

/** Signs up in place of the library, which keeps one account an address and lets the last one win. The answer is the same whatever it finds. */
const signUpEmail = createAuthEndpoint(
  "/sign-up/email",
  {
    method: "POST",
    body: z.object({ name: z.string(), email: z.string(), password: z.string(), callbackURL: z.string() }),
  },
  async (ctx) => {
    const { name, email, password, callbackURL: nextPath } = ctx.body;
    const passwordHash = await passwordHashes.hash(password);
    const hasAccount = (await findConfirmedUserId(email)) !== null;
    if (hasAccount) requestMailInBackground({ to: email, ...accountMails.hasAccount() });
    else await keepAndMail({ email, name, passwordHash, nextPath });
    return ctx.json({});
  },
);

/** Mails the link of the newest sign-up once more. */
const sendVerificationEmail = createAuthEndpoint(
  "/send-verification-email",
  { method: "POST", body: z.object({ email: z.string() }) },
  async (ctx) => {
    const [newest] = await listSignUps({ email: ctx.body.email, limit: 1 });
    if (newest) await keepAndMail(newest);
    return ctx.json({});
  },
);

const invalidToken = () =>
  new APIError("UNAUTHORIZED", { message: "This link does not hold any more.", code: "INVALID_TOKEN" });

/** Confirms an address: the mail proves that it is theirs, and the password that the sign-up is. */
const confirmSignUp = createAuthEndpoint(
  CONFIRM_SIGN_UP,
  { method: "POST", body: z.object({ token: z.string(), password: z.string() }) },
  async (ctx) => {
    const signUp = await findSignUp(hashInvitationToken(ctx.body.token));
    if (!signUp) throw invalidToken();
    await checkPassword(ctx, signUp, ctx.body.password);
    const userId = await insertConfirmedUser(signUp);
    const user = userId === null ? null : await ctx.context.internalAdapter.findUserById(userId);
    if (!user) throw invalidToken();
    // Whoever is signed in here stays who they are: a link of a mail must not slip another account under their work.
    if (await getSessionFromCtx(ctx)) return ctx.json({ signedIn: false });
    const session = await ctx.context.internalAdapter.createSession(user.id);
    await setSessionCookie(ctx, { session, user });
    return ctx.json({ signedIn: true });
  },
);

async function checkPassword(ctx: HookContext, { email, passwordHash }: SignUpDetails, password: string) {
  const attempt = attemptBy(ctx, email);
  refuseAfter(await countAttempt("signIn", attempt));
  if (!(await passwordHashes.verify({ hash: passwordHash, password }))) {
    const message = "This is not the password that this sign-up was made with.";
    throw new APIError("UNAUTHORIZED", { message, code: "INVALID_PASSWORD" });
  }
  await forgiveAttempts("signIn", attempt);
}

export const pendingSignUps = {
  id: "pending-sign-ups",
  // Two of them carry the names of the library's own, and take their places.
  endpoints: { signUpEmail, sendVerificationEmail, confirmSignUp },
} satisfies BetterAuthPlugin;

/**
 * After a sign-in that was refused: whoever gave the password of a sign-up that is not confirmed yet gets the link once more. Nobody waits for it,
 * for the time of an answer would tell that there is one.
 */
export function remindInBackground(ctx: HookContext, email: string, password: string): void {
  const remind = async () => {
    const old = await findUnconfirmedUser(email);
    for (const signUp of [...(await listSignUps({ email, limit: MOST_REMINDED })), ...(old ? [old] : [])]) {
      if (!(await passwordHashes.verify({ hash: signUp.passwordHash, password }))) continue;
      if ((await countAttempt("verificationMail", attemptBy(ctx, email))) === 0) await keepAndMail(signUp);
      return;
    }
  };
  remind().catch((error) => logger.warn({ error }, "a sign-up was not reminded of"));
}
