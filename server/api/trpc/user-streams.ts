import { env } from "../../env";
import { AppError } from "../../errors";
import { onceAProcess } from "../../once-a-process";

const RETRY_AFTER_S = 30;

const streams = onceAProcess("streams of users", () => new Map<string, number>());

/**
 * Counts a live stream of a user. Browsers share one between all of their pages.
 * @returns what ends the count
 * @throws AppError `too_many` where the user has too many already
 */
export function beginStream(userId: string): () => void {
  const open = streams.get(userId) ?? 0;
  const { STREAMS_PER_USER } = env();
  if (open >= STREAMS_PER_USER) {
    throw new AppError("too_many", `You have ${STREAMS_PER_USER} live streams open. Close some pages.`, {
      retryAfterS: RETRY_AFTER_S,
    });
  }
  streams.set(userId, open + 1);
  return () => {
    const left = (streams.get(userId) ?? 1) - 1;
    if (left > 0) streams.set(userId, left);
    else streams.delete(userId);
  };
}
