import { type BetterAuthOptions, betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { isAPIError } from "better-auth/api";
import { twoFactor } from "better-auth/plugins/two-factor";
import { authClient } from "../../data/accounts/auth-client";
import { env } from "../../env";
import { logger } from "../../logger";
import { confirmUser, deletePendingVerifications } from "../../data/accounts/sign-up-writes";
import { requestMailInBackground } from "../../jobs/mail-job";
import { afterAccountRequest, beforeAccountRequest } from "./account-hooks";
import { accountMails } from "./account-mails";
import { MIN_PASSWORD_LENGTH } from "./account-requests";
import { pendingSignUps } from "./pending-sign-ups";
import { passwordHashes } from "./password-hashes";
import { addressOf } from "../client-address";
import { onceAProcess } from "../../once-a-process";

const SECONDS_PER_DAY = 86_400;
const LINK_HOLDS_S = 3600;
const CHALLENGE_HOLDS_S = 600;

const isError = (detail: unknown) => detail instanceof Error;

const passwords: NonNullable<BetterAuthOptions["emailAndPassword"]> = {
  enabled: true,
  password: passwordHashes,
  minPasswordLength: MIN_PASSWORD_LENGTH,
  requireEmailVerification: true,
  revokeSessionsOnPasswordReset: true,
  resetPasswordTokenExpiresIn: LINK_HOLDS_S,
  sendResetPassword: async ({ user, token }) =>
    requestMailInBackground({ to: user.email, ...accountMails.reset({ token }) }),
  onPasswordReset: async ({ user }) => {
    await confirmUser(user.id); // the link came by mail, so the address is theirs
    await deletePendingVerifications(user.id);
    requestMailInBackground({ to: user.email, ...accountMails.passwordChanged() });
  },
};

function createAuth() {
  const origin = new URL(env().APP_URL).origin;
  const isHttps = origin.startsWith("https:");
  return betterAuth({
    appName: "ChargeTracker",
    baseURL: origin,
    basePath: "/api/auth",
    secret: env().AUTH_SECRET,
    trustedOrigins: [origin],
    telemetry: { enabled: false },
    // The models of schema.prisma carry better-auth's names, and map them to our tables.
    database: prismaAdapter(authClient(), { provider: "postgresql" }),
    emailAndPassword: passwords,
    emailVerification: {
      autoSignInAfterVerification: false,
      expiresIn: LINK_HOLDS_S,
      // To new addresses only; new accounts are confirmed in pending-sign-ups.ts.
      sendVerificationEmail: async ({ user, token }) =>
        requestMailInBackground({ to: user.email, ...accountMails.newAddress({ token }) }),
    },
    user: { changeEmail: { enabled: true } },
    plugins: [
      pendingSignUps,
      twoFactor({
        issuer: new URL(origin).host,
        twoFactorCookieMaxAge: CHALLENGE_HOLDS_S,
        // Its lock would let whoever knows the password keep the account's owner out; ours is in attempt-limits.ts.
        accountLockout: { enabled: false },
      }),
    ],
    // Whoever reads the database finds no link in it that works.
    verification: { storeIdentifier: "hashed" },
    databaseHooks: {
      session: {
        // The library would take the first address, which a client can make up.
        create: {
          before: async (session, ctx) => ({ data: { ...session, ipAddress: addressOf(ctx?.headers ?? undefined) } }),
        },
      },
    },
    session: { expiresIn: 30 * SECONDS_PER_DAY, updateAge: SECONDS_PER_DAY },
    // Its own limiter puts everybody whose address it cannot tell into one bucket; ours is in attempt-limits.ts.
    rateLimit: { enabled: false },
    hooks: { before: beforeAccountRequest, after: afterAccountRequest },
    logger: {
      level: "warn",
      log: (level, message, ...details) => logger[level]({ error: details.find(isError) }, message),
    },
    onAPIError: {
      onError: (cause) => logger[isAPIError(cause) ? "info" : "error"]({ error: cause }, "account request refused"),
    },
    advanced: {
      // Said aloud, because under test they would be off, and what is tested would not be what runs.
      disableOriginCheck: false,
      disableCSRFCheck: false,
      // A `__Host-` cookie holds for this host alone and only over https, which http://localhost cannot offer.
      cookiePrefix: isHttps ? "__Host-ct" : "ct",
      useSecureCookies: false, // would put its own prefix before ours
      defaultCookieAttributes: { secure: isHttps, sameSite: "lax", httpOnly: true, path: "/" },
    },
  });
}

/** Accounts and sessions, made on first use: importing a module must not require a database. */
export const auth = (): ReturnType<typeof createAuth> => onceAProcess("accounts", createAuth);
