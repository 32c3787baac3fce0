import { createHash } from "node:crypto";
import { APIError } from "better-auth/api";
import { isRedisReady, requestRedis } from "../../jobs/redis";
import { bodyField, type HookContext, pendingUser, refusalOf, sessionUser } from "./hook-context";

const VERIFY_TOTP = "/two-factor/verify-totp";
/** A code holds for its own 30 s and the ones before and after. */
const HOLDS_S = 120;
const PATIENCE_MS = 500;

/**
 * A code of the app counts once, as RFC 6238 asks: whoever looked over a shoulder comes too late. It is claimed before it is checked, so
 * that two requests at one moment cannot both use it, and released when it was wrong.
 */
export async function claimCode(ctx: HookContext): Promise<void> {
  const key = await keyOf(ctx);
  if (key === null) return;
  const redis = requestRedis();
  await isRedisReady(redis, PATIENCE_MS);
  const claimed = await redis.set(key, "1", "EX", HOLDS_S, "NX").catch(() => {
    throw new APIError("SERVICE_UNAVAILABLE", { message: "This is not possible now. Try again in a moment." });
  });
  if (claimed === "OK") return;
  ctx.context.logger.warn("a code of the second factor was used twice");
  throw new APIError("UNAUTHORIZED", { message: "Invalid code", code: "INVALID_CODE" });
}

export async function releaseWrongCode(ctx: HookContext): Promise<void> {
  if (ctx.path !== VERIFY_TOTP || !refusalOf(ctx)) return;
  const key = await keyOf(ctx);
  if (key !== null)
    await requestRedis()
      .del(key)
      .catch(() => {}); // it ends by itself
}

async function keyOf(ctx: HookContext): Promise<string | null> {
  if (ctx.path !== VERIFY_TOTP) return null;
  const user = (await sessionUser(ctx)) ?? (await pendingUser(ctx));
  if (!user) return null;
  const code = bodyField(ctx, "code").replace(/\s/g, "");
  return `ct:totp:used:${createHash("sha256").update(`${user.id}\n${code}`).digest("hex").slice(0, 32)}`;
}
