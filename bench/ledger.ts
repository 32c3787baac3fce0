import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import { z } from "zod";

// What is stored, asked of the database itself: the ledger has a row for each batch that counts.

const POLL_MS = 20;
/** Without anything new for so long, nothing more will come. */
const PATIENCE_MS = 60_000;

const countRow = z.object({ batches: z.coerce.number(), samples: z.coerce.number(), failed: z.coerce.number() });

/** By the time of storing, which is indexed; a transaction that began before the mark may be counted late, so marks are taken while idle. */
const COUNT = `
  SELECT count(*) AS batches, coalesce(sum(inserted), 0) AS samples, count(*) FILTER (WHERE status = 'failed') AS failed
  FROM batches WHERE stored_at >= $1`;

export type Stored = { batches: number; samples: number };

/** The clock of the database, to count from. */
export async function ledgerMark(database: pg.Client): Promise<string> {
  const { rows } = await database.query("SELECT clock_timestamp()::text AS now");
  return z.object({ now: z.string() }).parse(rows[0]).now;
}

/** Batches and new samples that were stored since a mark, in all labs. */
export async function storedSince(database: pg.Client, mark: string): Promise<Stored> {
  const { rows } = await database.query(COUNT, [mark]);
  const { batches, samples, failed } = countRow.parse(rows[0]);
  if (failed > 0) throw new Error(`${failed} batches failed`);
  return { batches, samples };
}

/** Waits until so many batches are stored, and answers the samples that they brought. */
export async function untilStored(database: pg.Client, mark: string, batches: number): Promise<number> {
  let last = { batches: -1, sinceMs: performance.now() };
  for (;;) {
    const stored = await storedSince(database, mark);
    if (stored.batches >= batches) return stored.samples;
    if (stored.batches > last.batches) last = { batches: stored.batches, sinceMs: performance.now() };
    if (performance.now() - last.sinceMs > PATIENCE_MS)
      throw new Error(`only ${stored.batches} of ${batches} batches were stored`);
    await pause(POLL_MS);
  }
}
