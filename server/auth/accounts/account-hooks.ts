import { APIError, createAuthMiddleware } from "better-auth/api";
import { deletePendingVerifications } from "../../data/accounts/sign-up-writes";
import { type Mail, requestMailInBackground } from "../../jobs/contracts/mail-job";
import { accountMails } from "./account-mails";
import { checkAddressChange, checkChangeLink, finishAddressChange, mailTakenAddress } from "./address-change";
import { bodyField, type HookContext, refusalOf } from "./hook-context";
import { keepNeededSecondFactor } from "./needed-second-factor";
import { forgiveRequest, limitRequest } from "./limit-requests";
import { remindInBackground } from "./pending-sign-ups";
import { refusedSignUp } from "./sign-up-policy";
import { claimCode, releaseWrongCode } from "./used-codes";

/** What we add to the library before it does as asked. */
export const beforeAccountRequest = createAuthMiddleware(async (ctx) => {
  await limitRequest(ctx);
  await prepareSignUp(ctx);
  await keepNeededSecondFactor(ctx);
  await checkAddressChange(ctx);
  await checkChangeLink(ctx);
  await claimCode(ctx);
});

/** And after it did, or refused to. */
export const afterAccountRequest = createAuthMiddleware(async (ctx) => {
  await releaseWrongCode(ctx);
  await forgiveRequest(ctx);
  await finishAddressChange(ctx);
  await mailTakenAddress(ctx);
  await mailSecurityNotice(ctx);
  await hideUnconfirmed(ctx);
});

async function prepareSignUp(ctx: HookContext): Promise<void> {
  if (ctx.path !== "/sign-up/email") return;
  const email = bodyField(ctx, "email");
  const refusal = await refusedSignUp(email);
  if (refusal !== null) throw new APIError("FORBIDDEN", { message: refusal });
}

/**
 * A right password of an account whose address nobody confirmed, as earlier releases kept them, is answered like a wrong one. Else signing up
 * with somebody's address and then signing in would tell whether they had an account before.
 */
async function hideUnconfirmed(ctx: HookContext): Promise<void> {
  const code = ctx.path === "/sign-in/email" ? refusalOf(ctx)?.code : undefined;
  if (code !== "EMAIL_NOT_VERIFIED" && code !== "INVALID_EMAIL_OR_PASSWORD") return;
  remindInBackground(ctx, bodyField(ctx, "email"), bodyField(ctx, "password"));
  if (code === "INVALID_EMAIL_OR_PASSWORD") return;
  throw new APIError("UNAUTHORIZED", { message: "Invalid email or password", code: "INVALID_EMAIL_OR_PASSWORD" });
}

/** What an account's owner must hear of, in case it was not they. */
const SECURITY_MAILS: Record<string, () => Omit<Mail, "to">> = {
  "/change-password": accountMails.passwordChanged,
  "/two-factor/disable": accountMails.secondFactorOff,
  "/two-factor/verify-totp": accountMails.secondFactorOn,
  "/two-factor/verify-backup-code": accountMails.recoveryCodeUsed,
};

async function mailSecurityNotice(ctx: HookContext): Promise<void> {
  const compose = SECURITY_MAILS[ctx.path];
  const user = ctx.context.newSession?.user;
  if (!compose || !user || refusalOf(ctx)) return;
  // With a code somebody signs in, or, signed in already, turns the second factor on.
  if (ctx.path === "/two-factor/verify-totp" && !ctx.context.session) return;
  if (ctx.path === "/change-password") await deletePendingVerifications(user.id);
  requestMailInBackground({ to: user.email, ...compose() });
}
