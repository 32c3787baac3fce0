import { readdirSync } from "node:fs";
import { join } from "node:path";
import { runner } from "node-pg-migrate";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { env } from "../env";
import { lookAtEdition } from "../services/labs/diagnose-edition";
import { cloneTestDatabase } from "../testing/clone-test-database";
import { refreshDays } from "../testing/levels/refresh-days";
import { readEditionHealth } from "./edition/edition-health";
import { leaveCommunity, migrate, MIGRATION_DIRECTORIES } from "./migrate";

cloneTestDatabase({ isEmpty: true });

// What only a server of the Community edition shows: `npm run test:community -- --url …`. Elsewhere these tests are skipped.

let owner: pg.Client;
let isCommunity = false;
beforeAll(async () => {
  owner = new pg.Client({ connectionString: env().MIGRATE_DATABASE_URL });
  await owner.connect();
  await owner.query("CREATE EXTENSION IF NOT EXISTS timescaledb");
  const { rows } = await owner.query("SELECT current_setting('timescaledb.license') = 'timescale' AS is_community");
  isCommunity = rows[0]?.is_community === true;
});
afterAll(() => owner.end());
beforeEach(({ skip }) => {
  if (!isCommunity) skip("a server of the Apache edition");
});

const urls = () => ({ ownerUrl: env().MIGRATE_DATABASE_URL, appUrl: env().DATABASE_URL });

const SERIES = "prisma/timescale";
const FILES_BEFORE = 16;
/** How many files lie between that release and a later one, which is named by its first. */
const filesUpTo = (first: string) => readdirSync(SERIES).filter((name) => name < first).length - FILES_BEFORE;

/** As releases before 0022 migrated: minutes and hours are continuous aggregates. */
async function migrateAsBefore() {
  for (const { dir, migrationsTable } of MIGRATION_DIRECTORIES) {
    const count = dir === SERIES ? FILES_BEFORE : Number.POSITIVE_INFINITY;
    const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
    const files = join(process.cwd(), dir);
    await runner({
      dbClient: owner,
      dir: files,
      migrationsTable,
      direction: "up",
      count,
      noLock: true,
      logger: silent,
    });
  }
}

const RECOUNT = `
  SELECT test_id, time_bucket($1::interval, time) AS bucket, count(*)::integer AS n, max(voltage_v) AS top
  FROM samples WHERE test_id IN (SELECT test_id FROM tests) GROUP BY 1, 2 ORDER BY 1, 2`;
const level = (name: string) =>
  `SELECT test_id, bucket, n::integer AS n, max_voltage_v AS top FROM ${name} ORDER BY test_id, bucket`;

describe("a database that an earlier release made on Community", () => {
  it("comes out with levels as a recount gives them, and with curves of samples that are gone", async () => {
    await migrateAsBefore();
    expect((await owner.query("SELECT relkind FROM pg_class WHERE relname = 'samples_1m'")).rows).toEqual([
      { relkind: "v" },
    ]);
    await owner.query(`
      INSERT INTO labs (lab_id, name, slug) OVERRIDING SYSTEM VALUE VALUES (1, 'Bench', 'bench');
      INSERT INTO cells (cell_id, lab_id, name) OVERRIDING SYSTEM VALUE VALUES (1, 1, 'A');
      INSERT INTO tests (test_id, lab_id, cell_id, name) OVERRIDING SYSTEM VALUE VALUES (1, 1, 1, ''), (2, 1, 1, 'expired');
      INSERT INTO test_states (test_id, lab_id, cell_id, formula_version, kept_from) VALUES (1, 1, 1, 1, NULL), (2, 1, 1, 1, '2024-01-02');
      INSERT INTO samples (test_id, time, record, seq, voltage_v, current_a)
        SELECT test, t, 0, 1, 3 + test, 1 FROM generate_series(timestamptz '2024-01-01', '2024-01-02 12:00', '20 seconds') t,
          generate_series(1, 3) test`);
    await owner.query("CALL refresh_continuous_aggregate('samples_1m', NULL, '2024-02-01')");
    await owner.query("CALL refresh_continuous_aggregate('samples_1h', NULL, '2024-02-01')");
    // Stale from here on: a late peak, samples that expired, and test 3, which was deleted.
    await owner.query("UPDATE samples SET voltage_v = 9 WHERE test_id = 1 AND time = '2024-01-01 06:00'");
    await owner.query("DELETE FROM samples WHERE test_id = 2 AND time < '2024-01-02'");

    expect(await migrate(urls(), { [SERIES]: filesUpTo("0034") })).toContain("0022_levels-on-both-editions");
    // Columns also come to chunks that were compressed by then.
    await owner.query("SELECT compress_chunk(c) FROM show_chunks('samples') c");
    expect(await migrate(urls())).toContain("0034_times-in-microseconds");
    for (const [name, width, perBucket] of [
      ["samples_1m", "1 minute", 3],
      ["samples_1h", "1 hour", 180],
    ] as const) {
      const stored = (await owner.query(level(name))).rows;
      const recount = (await owner.query(RECOUNT, [width])).rows;
      const expired = stored.filter(({ test_id, bucket }) => test_id === 2 && bucket < new Date("2024-01-02"));
      expect(expired.length).toBe(name === "samples_1m" ? 1440 : 24);
      expect(new Set(expired.map(({ n, top }) => `${n} ${top}`))).toEqual(new Set([`${perBucket} 5`]));
      expect(stored.filter((row) => !expired.includes(row))).toEqual(recount);
    }
    const members = "SELECT FROM pg_auth_members WHERE roleid = 'ct_zoom'::regrole AND member <> current_user::regrole";
    expect((await owner.query(members)).rowCount).toBe(0);
  });

  it("is of Community, with jobs that the owner may run", async () => {
    const { edition, deadJobs } = await readEditionHealth();
    expect([edition, deadJobs]).toEqual(["community", []]);
    const { rows } = await owner.query("SELECT name, owner = current_user AS is_ours FROM edition_jobs() ORDER BY 1");
    expect(rows).toEqual(
      ["policy_compression", "refresh_days", "rewrite_changed_chunks"].map((name) => ({ name, is_ours: true })),
    );
  });
});

it("frees the space of what was changed in compressed chunks", async () => {
  const bytes = async () => Number((await owner.query("SELECT hypertable_size('samples') AS bytes")).rows[0]?.bytes);
  await owner.query(`INSERT INTO samples (test_id, time, record, seq, voltage_v, current_a)
    SELECT 1, t, 0, 1, 3, 1 FROM generate_series(timestamptz '2023-01-02', '2023-01-07', '1 second') t`);
  await owner.query("SELECT compress_chunk(c, if_not_compressed => true) FROM show_chunks('samples') c");
  const compressed = await bytes();
  await owner.query("SET timescaledb.max_tuples_decompressed_per_dml_transaction = 0");
  await owner.query("UPDATE samples SET voltage_v = 4 WHERE time < '2023-02-01' AND extract(second FROM time) = 30");
  const changed = await bytes();
  expect(changed).toBeGreaterThan(4 * compressed);
  await owner.query(`CALL rewrite_changed_chunks(NULL, '{"least_bytes": 1000000}')`);
  expect(await bytes()).toBeLessThan(changed / 4);
  const { rows } = await owner.query(
    "SELECT count(*)::integer AS n FROM samples WHERE voltage_v = 4 AND test_id = 1 AND time < '2023-02-01'",
  );
  expect(rows).toEqual([{ n: 5 * 1440 }]);
});

it("tells of jobs that do not run and of days that are not summed up", async () => {
  await owner.query("SELECT alter_job(job_id, scheduled => false) FROM edition_jobs() WHERE name = 'refresh_days'");
  await owner.query(
    "INSERT INTO dirty_days VALUES (1, '2024-01-01', pg_current_xact_id(), now() - INTERVAL '2 hours')",
  );
  const found = (await lookAtEdition()).map(({ level, what }) => `${level}: ${what}`);
  expect(found).toContain("error: Jobs of the database do not run: refresh_days");
  expect(found).toContain("warning: 1 days of tests changed up to 120 minutes ago and were not summed up again.");
  await refreshDays(owner);
  const after = (await lookAtEdition()).map(({ what }) => what).join();
  expect(after).not.toContain("summed up");
});

it("sums days up without a word in the server's log, and speaks again afterwards", async () => {
  const { rows } = await owner.query(
    `SELECT format('%I.%I', materialization_hypertable_schema, materialization_hypertable_name) AS name
     FROM timescaledb_information.continuous_aggregates WHERE view_name = 'samples_by_day'`,
  );
  await owner.query(`
    CREATE TABLE levels_seen (level text);
    CREATE FUNCTION note_level() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN INSERT INTO public.levels_seen VALUES (current_setting('log_min_messages')); RETURN NULL; END $$;
    CREATE TRIGGER note_level AFTER INSERT ON ${rows[0]?.name} FOR EACH STATEMENT EXECUTE FUNCTION note_level()`);
  await owner.query("UPDATE samples_1h SET n = n WHERE bucket < '2024-02-01'");
  await refreshDays(owner);
  expect((await owner.query("SELECT DISTINCT level FROM levels_seen")).rows).toEqual([{ level: "fatal" }]);
  expect((await owner.query("SHOW log_min_messages")).rows).toEqual([{ log_min_messages: "warning" }]);
});

it("leaves for Apache and comes back, with every sample", async () => {
  const count = async () => (await owner.query("SELECT count(*)::integer AS n, sum(voltage_v) AS v FROM samples")).rows;
  const before = await count();
  await leaveCommunity(urls().ownerUrl);
  expect((await readEditionHealth()).edition).toBe("apache");
  const left = "SELECT FROM timescaledb_information.chunks WHERE hypertable_schema = 'public' AND is_compressed";
  expect((await owner.query(left)).rowCount).toBe(0);
  expect((await owner.query("SELECT FROM edition_jobs()")).rowCount).toBe(0);
  expect(await count()).toEqual(before);
  expect(await migrate(urls())).toEqual([]);
  expect((await readEditionHealth()).edition).toBe("community");
  expect(await count()).toEqual(before);
});
