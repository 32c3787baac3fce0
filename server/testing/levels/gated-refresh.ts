import pg from "pg";
import { vi } from "vitest";
import { env } from "../../env";

/** Where a refresh of the days is made to fail: before it computes, or when what it computed is committed. */
export type Failure = "never" | "before" | "after";

/** Locks that hold a refresh: before it computes, and when what it computed is committed. */
const BEFORE = 1;
const AFTER = 2;

const STAND_IN = `
  DELETE FROM public.samples_by_day WHERE bucket < p_to;
  INSERT INTO public.samples_by_day
    SELECT test_id, time_bucket('1 day', bucket), sum(n) FROM public.samples_1h WHERE bucket < p_to GROUP BY 1, 2;
  COMMIT`;
const REFRESH = "CALL public.refresh_continuous_aggregate('public.samples_by_day', NULL, p_to)";

const gates = (lock: number, failure: Failure) => `
  PERFORM pg_advisory_lock(77, ${lock}), pg_advisory_unlock(77, ${lock});
  IF EXISTS (SELECT FROM failing WHERE how = '${failure}') THEN RAISE EXCEPTION 'failed ${failure}'; END IF;`;

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: env().MIGRATE_DATABASE_URL });
  client.on("error", () => {}); // some are killed here
  await client.connect();
  return client;
}

/**
 * Makes the test the scheduler of the days' refresh, which it may then hold, let go, break and kill. On Community the refresh is TimescaleDB's;
 * on Apache a procedure stands in for it.
 */
export async function gatedRefresh(owner: pg.Client) {
  const gate = await connect();
  let running: { client: pg.Client; pid: number; done: Promise<unknown>; hasEnded: boolean } | null = null;
  const { rows } = await owner.query("SELECT edition FROM edition_health()");
  const isCommunity = rows[0]?.edition === "community";
  await owner.query("SELECT alter_job(job_id, scheduled => false) FROM edition_jobs()");
  if (!isCommunity) await owner.query("SELECT watch_hours()");
  await owner.query("CREATE TABLE failing (how text)");
  await owner.query(`
    CREATE OR REPLACE PROCEDURE materialize_days(p_to timestamptz) LANGUAGE plpgsql AS $$ BEGIN
      ${gates(BEFORE, "before")}
      COMMIT;
      ${isCommunity ? REFRESH : STAND_IN};
      ${gates(AFTER, "after")}
    END $$`);

  /** Until the refresh waits at a gate, or has ended. */
  async function untilHeld(): Promise<void> {
    await vi.waitUntil(
      async () => {
        if (running === null || running.hasEnded) return true;
        const waiting = await owner.query(
          "SELECT FROM pg_locks WHERE pid = $1 AND locktype = 'advisory' AND classid = 77 AND NOT granted",
          [running.pid],
        );
        return waiting.rows.length > 0;
      },
      { timeout: 60_000, interval: 2 },
    );
  }

  async function finish(): Promise<void> {
    await gate.query("SELECT pg_advisory_unlock_all()");
    await running?.done;
    await running?.client.end().catch(() => {});
    running = null;
  }

  return {
    isCommunity,
    /** Begins one unless one runs, and holds it before it computes. @param to up to which day */
    async begin(to: string, fails: Failure): Promise<void> {
      if (running) return;
      await owner.query("DELETE FROM failing");
      await owner.query("INSERT INTO failing VALUES ($1)", [fails]);
      await gate.query(`SELECT pg_advisory_lock(77, ${BEFORE}), pg_advisory_lock(77, ${AFTER})`);
      const client = await connect();
      const pid = (await client.query("SELECT pg_backend_pid() AS pid")).rows[0]?.pid;
      const begun = { client, pid, hasEnded: false, done: Promise.resolve<unknown>(null) };
      begun.done = client
        .query(`CALL refresh_days(NULL, '{"to": "${to}"}')`)
        .catch(() => {})
        .finally(() => {
          begun.hasEnded = true;
        });
      running = begun;
      await untilHeld();
    },
    /** Lets it compute, and holds it behind that. */
    async compute(): Promise<void> {
      await gate.query("SELECT pg_advisory_unlock(77, $1)", [BEFORE]);
      await untilHeld();
    },
    finish,
    async kill(): Promise<void> {
      if (running) await owner.query("SELECT pg_terminate_backend($1)", [running.pid]);
      await finish();
    },
    /** From now on none fails. */
    heal: () => owner.query("DELETE FROM failing"),
    end: () => gate.end(),
  };
}
export type GatedRefresh = Awaited<ReturnType<typeof gatedRefresh>>;
