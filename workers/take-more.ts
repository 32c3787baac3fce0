import { randomUUID } from "node:crypto";
import type { Job, Worker } from "bullmq";
import { logger } from "@/server/logger";

/** How often a worker whose hands are full looks whether there is a job that it should take all the same. */
const LOOK_EVERY_MS = 20;
/** Jobs that it has in hand beyond its usual ones. */
const MOST = 4;

type Taking = {
  run: (job: Job) => Promise<void>;
  mayTake: () => Promise<boolean>;
  lockMs: number;
};

/**
 * Takes single jobs beside a worker that takes the next one only when one of those that it has in hand ends.
 * @param taker without a process of its own @returns resolves when it has stopped, and what it had in hand is done
 */
export function takeMore(taker: Worker, { run, mayTake, lockMs }: Taking): () => Promise<void> {
  const inHand = new Set<Promise<void>>();
  let isLooking = false;
  taker.on("error", (error) => logger.warn({ error }, "worker connection failed"));

  const look = async () => {
    if (isLooking || inHand.size >= MOST) return;
    isLooking = true;
    try {
      if (!(await mayTake())) return;
      const token = randomUUID();
      const job = await taker.getNextJob(token, { block: false });
      if (!job) return;
      const done = finish(job, token).finally(() => inHand.delete(done));
      inHand.add(done);
    } catch (error) {
      logger.warn({ error }, "no further job could be taken"); // the worker beside it takes it later
    } finally {
      isLooking = false;
    }
  };
  const finish = async (job: Job, token: string) => {
    const renewal = setInterval(() => void job.extendLock(token, lockMs).catch(() => {}), lockMs / 2);
    try {
      const failure = await run(job).then(
        () => null,
        (error: Error) => error,
      );
      if (failure === null) await job.moveToCompleted(undefined, token, false);
      else await job.moveToFailed(failure, token, false);
    } catch (error) {
      logger.warn({ error, jobId: job.id }, "the end of a job was not noted"); // its lock ends, and it runs again
    } finally {
      clearInterval(renewal);
    }
  };
  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  return async () => {
    clearInterval(timer);
    await Promise.all(inHand);
    await taker.close();
  };
}
