import { randomBytes } from "node:crypto";

const INDEX_DIGITS = 4;

/**
 * Ids for batches that travel in one job: UUIDs of version 7 (RFC 9562), time-ordered, so that the ledger's index grows at its end. They
 * differ in their last 16 bits only, so that a batch's id names the job that it was queued with.
 * @param count at most 65,536
 */
export function newBatchIds(nowMs: number, count: number): string[] {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(nowMs, 0, 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const id = bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  return Array.from({ length: count }, (_, index) => {
    return id.slice(0, -INDEX_DIGITS) + index.toString(16).padStart(INDEX_DIGITS, "0");
  });
}

/** What ids that were made together have in common. */
export const sharedPart = (batchId: string): string => batchId.slice(0, -INDEX_DIGITS);
