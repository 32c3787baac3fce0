import { betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { isAPIError } from "better-auth/api";
import { authClient } from "../data/config/auth-client";
import { env } from "../env";
import { logger } from "../logger";
import { forgiveSignIn, limitSignIn } from "./sign-in-limit";

const SECONDS_PER_DAY = 86_400;
const MIN_PASSWORD_LENGTH = 10;

const isError = (detail: unknown) => detail instanceof Error;

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
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: MIN_PASSWORD_LENGTH },
    session: { expiresIn: 30 * SECONDS_PER_DAY, updateAge: SECONDS_PER_DAY },
    // Its own limiter puts everybody whose address it cannot tell into one bucket; ours is in sign-in-limit.ts.
    rateLimit: { enabled: false },
    hooks: { before: limitSignIn, after: forgiveSignIn },
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

const holder = globalThis as typeof globalThis & { chargeTrackerAuth?: ReturnType<typeof createAuth> };

/** Accounts and sessions, made on first use: importing a module must not require a database. */
export function auth(): ReturnType<typeof createAuth> {
  holder.chargeTrackerAuth ??= createAuth();
  return holder.chargeTrackerAuth;
}
