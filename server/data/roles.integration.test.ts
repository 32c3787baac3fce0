import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { env } from "../env";
import { storeBatch } from "../services/batches/store-batch";
import { cloneTestDatabase } from "../testing/clone-test-database";
import { batchOf, createLab } from "../testing/factories";
import { refreshDays } from "../testing/levels/refresh-days";
import { withDatabase } from "../testing/template-database";
import { readEditionHealth } from "./edition/edition-health";
import { migrate } from "./migrate";

cloneTestDatabase();

let owner: pg.Client;
beforeAll(async () => {
  owner = new pg.Client({ connectionString: env().MIGRATE_DATABASE_URL });
  await owner.connect();
  await storeBatch((await createLab()).scope, batchOf("A", [{ timeUs: 1.7e15, voltageV: 3, currentA: 1 }]));
  // What the edition computes by itself is there, too.
  if ((await readEditionHealth()).edition === "community") await refreshDays(owner);
});
afterAll(() => owner.end());

async function as(role: string, work: (client: pg.Client) => Promise<void>) {
  const client = new pg.Client({ connectionString: env().DATABASE_URL });
  await client.connect();
  try {
    await client.query(`SET ROLE ${pg.escapeIdentifier(role)}`);
    await work(client);
  } finally {
    await client.end();
  }
}

/** The roles that a connection of the application may become, found by trying all that there are. */
async function reachableRoles(): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>("SELECT rolname AS name FROM pg_roles ORDER BY 1");
  const reached: string[] = [];
  for (const { name } of rows) {
    const isOpen = await as(name, async () => {}).then(
      () => true,
      (error: Error) => {
        expect(error.message).toMatch(/permission denied to set role/);
        return false;
      },
    );
    if (isOpen) reached.push(name);
  }
  return reached;
}

/** All that holds rows, also what TimescaleDB keeps beside the tables: chunks, compressed chunks, what aggregates are made of. */
const RELATIONS = `
  SELECT c.oid::regclass::text AS name, c.relrowsecurity AS is_secured,
         ARRAY(SELECT unnest(p.roles)::text FROM pg_policies p
               WHERE p.schemaname = n.nspname AND p.tablename = c.relname) AS open_to
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm') AND (n.nspname = 'public' OR
    n.nspname = '_timescaledb_internal' AND c.relname ~ '^(_hyper|_compressed|compress|_materialized|_partial|_direct)_')
  ORDER BY 1`;

describe("every role that the application may become", () => {
  it("is one of its own, without rights over the others", async () => {
    const roles = await reachableRoles();
    const login = new URL(env().DATABASE_URL).username;
    expect(roles).toEqual([login, "ct_app", "ct_auth"].sort());
    const { rows } = await owner.query(
      "SELECT rolname FROM pg_roles WHERE rolname = ANY ($1) AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb)",
      [roles],
    );
    expect(rows).toEqual([]);
    const owned = "SELECT oid::regclass::text AS name FROM pg_class WHERE relowner::regrole::text = ANY ($1)";
    expect((await owner.query(owned, [roles])).rows).toEqual([]);
  });

  it("sees no row of samples, levels or days, and none of a lab that row security hides", async () => {
    const { rows: relations } = await owner.query<{ name: string; is_secured: boolean; open_to: string[] }>(RELATIONS);
    expect(relations.map(({ name }) => name)).toEqual(expect.arrayContaining(["samples", "samples_by_day", "runs"]));
    for (const role of await reachableRoles()) {
      await as(role, async (client) => {
        for (const { name, is_secured, open_to } of relations) {
          // Accounts, and whose labs they may enter; the login has that from its role.
          if (role !== "ct_app" && (!is_secured || open_to.includes("ct_auth")) && !name.startsWith("_")) continue;
          const seen = await client.query(`SELECT count(*)::integer AS n FROM ${name}`).then(
            ({ rows }) => rows[0]?.n,
            (error: pg.DatabaseError) => error.code,
          );
          expect([0, "42501"], `${role}: ${name}`).toContain(seen);
        }
      });
    }
    for (const role of await reachableRoles()) {
      for (const name of ["samples", "samples_1m", "samples_1h", "samples_by_day", "dirty_days", "day_state"]) {
        const { rows } = await owner.query("SELECT has_table_privilege($1, $2, 'SELECT') AS may", [role, name]);
        expect([role, name, rows[0]?.may]).toEqual([role, name, false]);
      }
    }
  });
});

it("needs no superuser to migrate: who may make roles and owns the database does it, twice", async () => {
  const name = `ct_ordinary_${randomBytes(4).toString("hex")}`;
  const password = randomBytes(8).toString("hex");
  await owner.query(`CREATE ROLE ${name} LOGIN CREATEROLE PASSWORD '${password}'`);
  // On a server of its own it would have made them.
  await owner.query(`GRANT ct_app, ct_auth, ct_zoom TO ${name} WITH ADMIN OPTION`);
  await owner.query(`CREATE DATABASE ${name} OWNER ${name} TEMPLATE template0`);
  try {
    const url = new URL(withDatabase(env().MIGRATE_DATABASE_URL, name));
    [url.username, url.password] = [name, password];
    const urls = { ownerUrl: url.toString(), appUrl: withDatabase(env().DATABASE_URL, name) };
    expect(await migrate(urls)).toContain("0025_days-and-compression");
    expect(await migrate(urls)).toEqual([]);
  } finally {
    await owner.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await owner.query(`DROP OWNED BY ${name} CASCADE`);
    await owner.query(`DROP ROLE ${name}`);
  }
});
