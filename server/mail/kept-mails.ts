import { z } from "zod";
import { env } from "../env";
import { requestRedis, isRedisReady } from "../jobs/redis";

const KEY = "ct:mails";
const MAX_MAILS = 50;
const KEPT_S = 7 * 86_400;
const PATIENCE_MS = 2_000;

const keptMail = z.object({ at: z.iso.datetime(), to: z.string(), subject: z.string(), text: z.string() });
export type KeptMail = z.infer<typeof keptMail>;

/** Whether mails are kept and shown instead of sent: never where a mail server is named. */
export function keepsMails(): boolean {
  return env().SMTP_URL === undefined;
}

/** Keeps the last mails, newest first. */
export async function keepMail({ to, subject, text }: Omit<KeptMail, "at">): Promise<void> {
  const mail: KeptMail = { at: new Date().toISOString(), to, subject, text };
  const redis = requestRedis();
  await isRedisReady(redis, PATIENCE_MS);
  await redis
    .multi()
    .lpush(KEY, JSON.stringify(mail))
    .ltrim(KEY, 0, MAX_MAILS - 1)
    .expire(KEY, KEPT_S)
    .exec();
}

export async function listKeptMails(): Promise<KeptMail[]> {
  const redis = requestRedis();
  await isRedisReady(redis, PATIENCE_MS);
  return (await redis.lrange(KEY, 0, -1)).map((mail) => keptMail.parse(JSON.parse(mail)));
}
