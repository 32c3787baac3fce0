import { randomUUID } from "node:crypto";
import { z } from "zod";
import { AppError } from "../../errors";
import { onShutdown } from "../../lifecycle";
import { logger } from "../../logger";
import { defineJob, enqueue, queueOf } from "../job-contract";
import { isRedisReady, requestRedis } from "../redis";

/** What somebody is told by e-mail. */
const mail = z.object({
  to: z.string(),
  subject: z.string(),
  /** Plain text; an empty line begins a paragraph. */
  text: z.string(),
  /** The one thing to do. `path` begins with "/" and is a page of this service. */
  action: z.object({ label: z.string(), path: z.string() }).optional(),
});
export type Mail = z.infer<typeof mail>;

/**
 * One mail on its way. It belongs to no lab: accounts get most of them. Its link carries a token, so the secret lies in Redis until the mail is
 * sent, and goes with the job in that moment; of one that cannot be sent it lies there for as long as such links hold. With tries after 5, 10,
 * 20 … s and then once an hour, 34 attempts take a day.
 */
export const mailJob = defineJob({
  queue: "mails",
  payload: mail.extend({ mailId: z.uuid() }),
  jobId: ({ mailId }) => mailId,
  attempts: 34,
  backoffMs: 5_000,
  maxBackoffMs: 3_600_000,
  keepFailedDays: 7,
});
export type MailPayload = z.infer<typeof mailJob.payload>;

const RETRY_LATER_S = 30;

/** Queues a mail; resolves when it is durable. @throws AppError `unavailable` when Redis does not take it */
export async function requestMail(mail: Mail): Promise<void> {
  try {
    await isRedisReady(requestRedis(), PATIENCE_MS);
    await enqueue(mailJob, { ...mail, mailId: randomUUID() });
  } catch (cause) {
    const message = "The e-mail could not be queued. Try again in a moment.";
    throw new AppError("unavailable", message, { retryAfterS: RETRY_LATER_S, cause });
  }
}

const PATIENCE_MS = 10_000;
const underWay = new Set<Promise<void>>();
let isRegistered = false;

/**
 * Queues a mail beside the answer, so that the time an answer takes does not tell whether there was one to queue. It waits some seconds for a
 * Redis that is away, and a process that is asked to end waits for it.
 */
export function requestMailInBackground(mail: Mail): void {
  if (!isRegistered) {
    isRegistered = true;
    onShutdown("requests", () => Promise.all(underWay));
  }
  const requested = requestMail(mail)
    .catch((error) => logger.error({ error, subject: mail.subject }, "mail lost: Redis did not take it"))
    .finally(() => underWay.delete(requested));
  underWay.add(requested);
}

export type TroubledMail = { to: string; reason: string };

/** Mails that were given up, the oldest first, and those that failed and are tried again. Of each only who misses it, and why. */
export async function listTroubledMails(args: {
  limit: number;
}): Promise<{ failed: TroubledMail[]; retried: TroubledMail[] }> {
  const queue = queueOf(mailJob);
  const [failed, delayed] = await Promise.all([
    queue.getFailed(0, args.limit - 1),
    queue.getDelayed(0, args.limit - 1),
  ]);
  const toTrouble = ({ data, failedReason }: (typeof failed)[number]) => {
    const { to } = mailJob.payload.parse(data);
    return { to, reason: failedReason };
  };
  return { failed: failed.reverse().map(toTrouble), retried: delayed.map(toTrouble) };
}
