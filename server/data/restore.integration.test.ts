import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, expect, it } from "vitest";
import { env } from "../env";
import { storeBatch } from "../services/batches/store-batch";
import { cloneTestDatabase } from "../testing/clone-test-database";
import { batchOf, createLab } from "../testing/factories";
import { refreshDays } from "../testing/levels/refresh-days";
import { readEditionHealth } from "./edition/edition-health";

const { RESTORE_URL } = process.env;

// The commands of docs/operating.md that restore a database on another server, run as they stand there. RESTORE_URL is a superuser's of an
// empty server with the same library (`npm run test:community -- --restore-url …`). Elsewhere the test is skipped.

cloneTestDatabase();

const DOCUMENT = "docs/operating.md";
const SECTION = "**Restoring on another server.**";
const ROLES = ["ct_app", "ct_auth", "ct_zoom", "chargetracker", "chargetracker_owner"];
const restored = new URL("/chargetracker", RESTORE_URL ?? "postgres://unknown");
const PASSWORD = "secret";
const folder = mkdtempSync(join(tmpdir(), "chargetracker-restore-"));

/** The two blocks of commands: on the server of the dump, and on the other. */
function commands(): [dump: string, restore: string] {
  const section = readFileSync(DOCUMENT, "utf8").split(SECTION)[1] ?? "";
  const [dump = "", restore = ""] = [...section.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = ""]) => block);
  expect([dump, restore]).toEqual([expect.stringContaining("pg_dump"), expect.stringContaining("pg_restore")]);
  return [dump, restore];
}

/** Runs a block with the libpq's variables for a server. It stops at the first command that fails. */
function sh(block: string, url: URL, settings: Record<string, string> = {}): void {
  const { username, password, hostname, port, pathname } = url;
  const { status, stderr, stdout } = spawnSync("sh", ["-ec", block], {
    encoding: "utf8",
    env: {
      ...process.env,
      PGHOST: hostname,
      PGPORT: port,
      PGUSER: decodeURIComponent(username),
      PGPASSWORD: decodeURIComponent(password),
      PGDATABASE: decodeURIComponent(pathname.slice(1)),
      ...settings,
    },
  });
  expect(`${status === 0 ? "" : stdout}${stderr}`.replace(/^pg_dump: (warning|detail|hint):.*\n/gm, "")).toBe("");
  expect(status).toBe(0);
}

const connect = async (url: string) => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
};

/** Everything that a restore has to bring, in words that two databases can be compared by. */
const FACTS: Record<string, string> = {
  samples: "SELECT count(*), sum(voltage_v), min(time), max(time) FROM samples",
  minutes: "SELECT count(*), sum(n), max(max_voltage_v) FROM samples_1m",
  hours: "SELECT count(*), sum(n), max(max_voltage_v) FROM samples_1h",
  days: "SELECT count(*), sum(n) FROM samples_by_day",
  chunks:
    "SELECT count(*), count(*) FILTER (WHERE is_compressed) FROM timescaledb_information.chunks WHERE hypertable_name = 'samples'",
  policies: "SELECT schemaname, tablename, policyname, roles::text, qual FROM pg_policies ORDER BY 1, 2, 3",
  secured: "SELECT relname FROM pg_class WHERE relrowsecurity ORDER BY 1",
  grants: `SELECT relname, array(SELECT a.grantee::regrole || ' ' || a.privilege_type FROM aclexplode(relacl) a
             WHERE a.grantee <> 0 ORDER BY 1) AS acl
           FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'm') ORDER BY 1`,
  jobs: "SELECT name, is_scheduled, schedule_interval::text FROM edition_jobs() ORDER BY 1",
  edition: "SELECT edition FROM edition_health()",
};
async function factsOf(client: pg.Client) {
  const facts: Record<string, unknown> = {};
  for (const [name, sql] of Object.entries(FACTS)) facts[name] = (await client.query(sql)).rows;
  return facts;
}

afterAll(async () => {
  rmSync(folder, { recursive: true });
  if (!RESTORE_URL) return;
  const server = await connect(RESTORE_URL);
  await server.query("DROP DATABASE IF EXISTS chargetracker WITH (FORCE)");
  for (const role of ROLES) await server.query(`DROP ROLE IF EXISTS ${role}`);
  await server.end();
});

it.skipIf(!RESTORE_URL)(
  "brings a database to another server as docs/operating.md says, with all that it held",
  async () => {
    const owner = await connect(env().MIGRATE_DATABASE_URL);
    const { scope } = await createLab();
    const history = Array.from({ length: 20_000 }, (_, index) => ({
      timeUs: 1.7e15 + index * 60e6,
      voltageV: 3 + (index % 100) / 100,
      currentA: index % 360 < 180 ? 1 : -1,
    }));
    await storeBatch(scope, batchOf("A", history));
    const { edition, extension } = await readEditionHealth();
    if (edition === "community") {
      await owner.query("SELECT compress_chunk(c) FROM show_chunks('samples') c LIMIT 1");
      await refreshDays(owner);
    }
    const before = await factsOf(owner);
    await owner.end();
    const [dump, restore] = commands();
    const old = new URL(env().MIGRATE_DATABASE_URL);
    sh(`cd ${folder}; ${dump.replace("-d chargetracker", `-d ${old.pathname.slice(1)}`)}`, old);
    const as = (name: string) => Object.assign(new URL(restored), { username: name, password: PASSWORD }).toString();
    const said = restore.replaceAll("'…'", `'${PASSWORD}'`).replace(/VERSION '[\d.]+'/, `VERSION '${extension}'`);
    sh(said.replaceAll("chargetracker.dump", join(folder, "chargetracker.dump")), new URL(RESTORE_URL ?? ""), {
      MIGRATE_DATABASE_URL: as("chargetracker_owner"),
      DATABASE_URL: as("chargetracker"),
    });
    const there = await connect(as("chargetracker_owner"));
    expect(await factsOf(there)).toEqual(before);
    await there.end();
    const app = await connect(as("chargetracker"));
    await app.query("SET ROLE ct_app");
    expect((await app.query("SELECT FROM cells")).rowCount).toBe(0); // without a lab nothing is seen
    await app.end();
  },
);
