import type pg from "pg";
import { vi } from "vitest";

const IS_DONE = `
  SELECT known_to = announced_to AND NOT EXISTS (SELECT FROM dirty_days) AS is_done FROM day_state`;

/**
 * Lets the database sum days up until all are. A refresh waits for older transactions, also those of other tests in other databases, by leaving
 * what it cannot do yet to the next one.
 */
export async function refreshDays(owner: pg.Client): Promise<void> {
  await vi.waitUntil(
    async () => {
      await owner.query("CALL refresh_days()");
      return (await owner.query(IS_DONE)).rows[0]?.is_done === true;
    },
    { timeout: 60_000, interval: 20 },
  );
}
