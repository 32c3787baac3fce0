import { z } from "zod";
import { toPersonName } from "./person-name";

export const MIN_PASSWORD_LENGTH = 10;
const MAX_PASSWORD_LENGTH = 128;
const MAX_EMAIL_LENGTH = 254;
const MAX_NEXT_LENGTH = 1000;

const email = z
  .email("That is no e-mail address.")
  .max(MAX_EMAIL_LENGTH)
  .transform((address) => address.toLowerCase());
const password = z.string().min(1).max(MAX_PASSWORD_LENGTH);
const newPassword = z
  .string()
  .min(MIN_PASSWORD_LENGTH, `A password has at least ${MIN_PASSWORD_LENGTH} characters.`)
  .max(MAX_PASSWORD_LENGTH, `A password has at most ${MAX_PASSWORD_LENGTH} characters.`);
const token = z.string().min(1).max(2000);
const code = z.string().trim().min(1).max(32);
const name = z.string().transform((raw, ctx) => {
  const stored = toPersonName(raw);
  if (stored !== null) return stored;
  ctx.addIssue({ code: "custom", message: "A name has 1–128 characters, none of them a control character." });
  return z.NEVER;
});
/** A path of this host to go on to. */
const next = z
  .string()
  .max(MAX_NEXT_LENGTH)
  .regex(/^\/(?![/\\])[^\\\p{Cc}]*$/u);

type AccountRequest = {
  body: z.ZodType<Record<string, unknown>>;
  /** What of the library's answer goes out; nothing else does, least of all tokens of sessions. */
  answer?: readonly string[];
  /** An answer takes at least this long, so that its time tells nothing. */
  atLeastMs?: number;
};

const SLOW_MS = 300;

/** Everything that browsers may ask of accounts, by its path; the library offers more, which is not there. */
export const ACCOUNT_REQUESTS: Record<string, AccountRequest> = {
  "/sign-up/email": {
    body: z
      .object({ name, email, password: newPassword, next: next.optional() })
      .transform(({ next, ...rest }) => ({ ...rest, callbackURL: next ?? "/" })),
    atLeastMs: SLOW_MS,
  },
  "/sign-in/email": { body: z.object({ email, password }), answer: ["twoFactorRedirect"] },
  "/sign-out": { body: z.object({}) },
  /** Gives a session that is over a day old its 30 days again. Who it is of, pages know by themselves. */
  "/prolong-session": { body: z.object({}) },
  "/send-verification-email": {
    body: z
      .object({ email, next: next.optional() })
      .transform(({ email, next }) => ({ email, callbackURL: next ?? "/" })),
  },
  /** With the password of the sign-up; a new address of an account needs its session instead. */
  "/verify-email": {
    body: z.object({ token, password: z.string().max(MAX_PASSWORD_LENGTH).default("") }),
    answer: ["signedIn"],
  },
  "/request-password-reset": { body: z.object({ email }), atLeastMs: SLOW_MS },
  "/reset-password": { body: z.object({ token, newPassword }) },
  "/update-user": { body: z.object({ name }) },
  "/change-email": {
    body: z.object({ newEmail: email, password }).transform((body) => ({ ...body, callbackURL: "/account" })),
  },
  "/change-password": {
    body: z
      .object({ currentPassword: password, newPassword })
      .transform((body) => ({ ...body, revokeOtherSessions: true })),
  },
  "/two-factor/enable": { body: z.object({ password }), answer: ["totpURI", "backupCodes"] },
  "/two-factor/disable": { body: z.object({ password }) },
  "/two-factor/generate-backup-codes": { body: z.object({ password }), answer: ["backupCodes"] },
  "/two-factor/verify-totp": { body: z.object({ code }) },
  "/two-factor/verify-backup-code": { body: z.object({ code }) },
};
