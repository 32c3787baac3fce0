import { APIError } from "better-auth/api";
import { verifyJWT } from "better-auth/crypto";
import { z } from "zod";
import { deleteOtherSessions } from "../../data/accounts/session-writes";
import { findPasswordTime, findUserIdByEmail } from "../../data/accounts/sign-up-reads";
import { deletePendingVerifications } from "../../data/accounts/sign-up-writes";
import { requestMailInBackground } from "../../jobs/contracts/mail-job";
import { accountMails } from "./account-mails";
import { bodyField, type HookContext, refusalOf, sessionUser } from "./hook-context";
import { refusedDomain } from "./sign-up-policy";

const VERIFY_EMAIL = "/verify-email";
const CHANGE_EMAIL = "/change-email";

/** What the link to a new address carries, signed; other links carry no `updateTo`. */
const changeToken = z.object({ email: z.string(), updateTo: z.string(), userId: z.string(), iat: z.number() });

async function readChange(ctx: HookContext) {
  if (ctx.path !== VERIFY_EMAIL) return null;
  const token = typeof ctx.query?.token === "string" ? ctx.query.token : "";
  return changeToken.safeParse(await verifyJWT(token, ctx.context.secret)).data ?? null;
}

/** Before a change is asked for: the password again, and an address that may be used here. */
export async function checkAddressChange(ctx: HookContext): Promise<void> {
  if (ctx.path !== CHANGE_EMAIL) return;
  const user = await sessionUser(ctx);
  if (!user) return; // the library says so itself
  await ctx.context.password.checkPassword(user.id, ctx);
  const refusal = refusedDomain(bodyField(ctx, "newEmail"));
  if (refusal !== null) throw new APIError("FORBIDDEN", { message: refusal });
}

/**
 * Before a new address is confirmed: whoever opens the link has to be signed in as who asked for it. One that is older than the password, or leads
 * to an address that is taken by now, is dead; so is every other link that comes here, for new accounts are confirmed elsewhere.
 */
export async function checkChangeLink(ctx: HookContext): Promise<void> {
  if (ctx.path !== VERIFY_EMAIL) return;
  const change = await readChange(ctx);
  if (!change) throw deadLink();
  if ((await sessionUser(ctx))?.id !== change.userId) {
    const message = "Sign in to the account whose address changes, then open the link again.";
    throw new APIError("UNAUTHORIZED", { message, code: "SIGN_IN_FIRST" });
  }
  const passwordSetAt = await findPasswordTime(change.userId);
  const isOutdated = passwordSetAt !== null && Math.floor(passwordSetAt.getTime() / 1000) > change.iat;
  if (!isOutdated && (await findUserIdByEmail(change.updateTo)) === null) return;
  throw deadLink();
}

const deadLink = () =>
  new APIError("UNAUTHORIZED", { message: "This link does not hold any more.", code: "INVALID_TOKEN" });

/** After a change was asked for: an address that has an account hears of it, because the answer does not tell. */
export async function mailTakenAddress(ctx: HookContext): Promise<void> {
  if (ctx.path !== CHANGE_EMAIL || refusalOf(ctx)) return;
  const newEmail = bodyField(ctx, "newEmail");
  if ((await findUserIdByEmail(newEmail)) === null) return;
  requestMailInBackground({ to: newEmail, ...accountMails.hasAccount() });
}

/** After a new address was confirmed: the old one hears of it, links sent there end, and so do all other sessions. */
export async function finishAddressChange(ctx: HookContext): Promise<void> {
  const change = refusalOf(ctx) ? null : await readChange(ctx);
  if (!change) return;
  requestMailInBackground({ to: change.email, ...accountMails.addressChanged({ newEmail: change.updateTo }) });
  await deletePendingVerifications(change.userId);
  const keptSessionId = ctx.context.newSession?.session.id ?? ctx.context.session?.session.id ?? null;
  await deleteOtherSessions({ userId: change.userId, keptSessionId });
}
