import { AppError } from "../../errors";

/** Account requests that one address may have under way: more is no person, nor a room full of them. */
const MOST = 10;
const RETRY_AFTER_S = 1;

const underWay = new Map<string, number>();

/**
 * Counts an account request of an address until it is answered.
 * @returns what says that it was
 * @throws AppError `too_many`
 */
export function enterAsOneOfFew(address: string): () => void {
  const others = underWay.get(address) ?? 0;
  if (others >= MOST) {
    throw new AppError("too_many", "Too many requests at once. Try again in a second.", { retryAfterS: RETRY_AFTER_S });
  }
  underWay.set(address, others + 1);
  let hasLeft = false;
  return () => {
    if (hasLeft) return;
    hasLeft = true;
    const left = (underWay.get(address) ?? 1) - 1;
    if (left > 0) underWay.set(address, left);
    else underWay.delete(address);
  };
}
