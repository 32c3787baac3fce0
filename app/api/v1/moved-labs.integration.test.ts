import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzipSync, gzipSync } from "node:zlib";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { commandsOf } from "@/ha/documented-commands";
import { labScopeForMember } from "@/server/auth/lab-scope";
import { MOVED_TABLES, STAYING_TABLES } from "@/server/data/moves/moved-tables";
import { env } from "@/server/env";
import { deleteLab } from "@/server/services/labs/delete-lab";
import { eraseLab } from "@/server/services/labs/erase-lab";
import { exportLab } from "@/server/services/moves/export-lab";
import { dropArrivingLab, importLab } from "@/server/services/moves/import-lab";
import { storeBatch } from "@/server/services/batches/store-batch";
import { cloneTestDatabase } from "@/server/testing/clone-test-database";
import { compressChunks } from "@/server/testing/levels/compress-chunks";
import { batchOf } from "@/server/testing/factories";
import { fullLab } from "@/server/testing/full-lab";
import type { LabScope } from "@/server/lab-scope";
import { preparedLab } from "@/server/testing/prepared-lab";
import { restAsker, type Routes } from "@/server/testing/rest-asker";
import { withDatabase } from "@/server/testing/template-database";

cloneTestDatabase();

const ask = restAsker(import.meta.glob<Routes[string]>("./**/route.ts", { eager: true }));
const folders: string[] = [];
const newFolder = () => {
  folders.push(mkdtempSync(join(tmpdir(), "chargetracker-move-")));
  return folders.at(-1) ?? "";
};

let owner: pg.Client;
let lab: Awaited<ReturnType<typeof fullLab>>;
let folder: string;
let neighbour: LabScope;
beforeAll(async () => {
  owner = await connect(env().MIGRATE_DATABASE_URL);
  lab = await fullLab();
  folder = newFolder();
  neighbour = (await preparedLab(ask, "Theirs 01")).scope;
  await compressChunks(owner); // labs move as well from chunks that are compressed, and into such
}, 240_000);
afterAll(async () => {
  await owner.end();
  for (const one of folders) rmSync(one, { recursive: true });
});

async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query("SET timezone = 'UTC'");
  return client;
}

/** So small that a lab of thousands of samples is cut in the middle of its tests. */
const SMALL = { samplesAPart: 300 };
const exported = () => exportLab({ slug: lab.slug, folder, ...SMALL });
const imported = (more: Partial<Parameters<typeof importLab>[0]> = {}) => importLab({ folder, ...more });

/** JSON that names rows of other tables, and JSON that does not, or tells of the past. */
const NAMING_JSON: Record<string, string> = { groupings: "definition", grants: "resource", saved_views: "query" };
const OTHER_JSON = new Set([
  "cells.warnings",
  "cell_metadata.value",
  "groupings.styles",
  "column_mappings.mapping",
  "snapshots.opening",
  "audit_log.before",
  "audit_log.after",
  "imports.options",
  "imports.summary",
  "test_states.progress",
]);

const LABELS = `
  SELECT 'cell' AS kind, cell_id AS id, name FROM cells WHERE lab_id = $1
  UNION ALL SELECT 'test', t.test_id, c.name || ' / ' || t.name FROM tests t JOIN cells c USING (cell_id) WHERE t.lab_id = $1
  UNION ALL SELECT 'field', metadata_field_id, name FROM metadata_fields WHERE lab_id = $1
  UNION ALL SELECT 'grouping', grouping_id, name FROM groupings WHERE lab_id = $1
  UNION ALL SELECT 'key', api_key_id, name FROM api_keys WHERE lab_id = $1`;

/** Every row of a lab, table by table, with names in the place of numbers, so that two databases can be compared. */
async function everythingOf(client: pg.Client, labUuid: string): Promise<Record<string, string[]>> {
  const { rows: found } = await client.query("SELECT lab_id FROM labs WHERE id = $1", [labUuid]);
  const labId: number = found[0].lab_id;
  const labels = new Map<string, string>();
  for (const { kind, id, name } of (await client.query(LABELS, [labId])).rows) labels.set(`${kind} ${id}`, name);
  const label = (kind: string, id: unknown) => (id === null ? null : (labels.get(`${kind} ${id}`) ?? "none"));
  const actor = (value: unknown) =>
    String(value).replace(/^key:(\d+)$/, (_, id) => `key:${labels.get(`key ${id}`) ?? "none"}`);
  const json = (value: unknown) =>
    JSON.stringify(value)
      .replace(
        /"(field|by)":\s*(\[[^\]]*\]|\d+)/g,
        (_, key, ids) => `${key} ${ids.replace(/\d+/g, (id: string) => label("field", id))}`,
      )
      .replace(/"cellIds":\s*\[(\d+)\]/g, (_, id) => `cell ${label("cell", id)}`)
      .replace(/\b(grouping|peers)=(\d+)/g, (_, name, id) => `${name} ${label("grouping", id)}`)
      .replace(/\bcellId=(\d+)/g, (_, id) => `cell ${label("cell", id)}`)
      .replace(/group%3A(\d+)%3A/g, (_, id) => `pin ${label("grouping", id)}`)
      .replace(/"(cell|grouping)Id":\s*(\d+)/g, (_, kind, id) => `${kind} ${label(kind, id)}`);
  const everything: Record<string, string[]> = {};
  for (const { table, by, numbers, unnamed, names, actors } of MOVED_TABLES) {
    const jsonColumn = NAMING_JSON[table];
    const where = by === "lab" ? `lab_id = ${labId}` : `test_id IN (SELECT test_id FROM tests WHERE lab_id = ${labId})`;
    const { rows } = await client.query(`SELECT to_jsonb(t) AS row FROM ${table} t WHERE ${where}`);
    everything[table] = rows
      .map(({ row: { lab_id: _, ...row } }) => {
        delete row.last_used_at; // written some time after the use
        if (numbers) delete row[numbers.column];
        if (unnamed !== undefined) delete row[unnamed];
        for (const [column, kind] of Object.entries(names)) row[column] = label(kind, row[column]);
        for (const column of actors) row[column] = row[column] === null ? null : actor(row[column]);
        if (jsonColumn !== undefined) row[jsonColumn] = json(row[jsonColumn]);
        return JSON.stringify(row);
      })
      .sort();
  }
  const { rows: labs } = await client.query(
    `SELECT to_jsonb(l) - 'lab_id' AS lab, to_jsonb(s) - 'lab_id' AS state FROM labs l JOIN lab_states s USING (lab_id) WHERE l.lab_id = $1`,
    [labId],
  );
  const { channel_field_id: channel, pinned_charts: pinned, ...settings } = labs[0].lab;
  everything.lab = [
    JSON.stringify(settings),
    JSON.stringify(labs[0].state),
    `${label("field", channel)}`,
    json(pinned),
  ].sort();
  const { rows: members } = await client.query(
    "SELECT u.email, m.role, m.created_at FROM members m JOIN users u ON u.id = m.user_id WHERE organization_id = $1 ORDER BY 1",
    [labUuid],
  );
  everything.members = members.map((member) => JSON.stringify(member));
  return everything;
}

/** What a reader of the lab gets over REST. */
async function answers(): Promise<unknown[]> {
  const given: unknown[] = [];
  for (const [name, sent] of lab.questions) {
    const { status, answer } = await ask(lab.apiKey, name, sent);
    expect([name, status]).toEqual([name, 200]);
    given.push(answer);
  }
  return given;
}

/** As its owner would delete it, and workers then remove it. */
async function removeLab(): Promise<void> {
  const scope = await labScopeForMember(lab.owner.userId, lab.slug);
  if (!scope) throw new Error("the lab is not open");
  await deleteLab(scope, { name: lab.name });
  await eraseLab(scope);
}

function flipped(bytes: Buffer, place: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[Math.floor(place)] = (copy[Math.floor(place)] ?? 0) ^ 1;
  return copy;
}

describe("which tables move", () => {
  it("is said of every table that there is, once", async () => {
    const { rows } = await owner.query(
      "SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')",
    );
    const said = [...MOVED_TABLES.map(({ table }) => table), ...Object.keys(STAYING_TABLES)];
    expect(said.toSorted()).toEqual(rows.map(({ name }) => String(name)).toSorted());
  });

  it("is said of every column that names a row of another table, or somebody", async () => {
    // Names that are the same everywhere.
    const SAME = new Set([
      "lab_id",
      "batch_id",
      "import_id",
      "exclusion_id",
      "cycle_tag_id",
      "annotation_id",
      "grant_id",
      "invitation_id",
    ]);
    const { rows } = await owner.query<{ table: string; column: string }>(
      `SELECT table_name AS "table", column_name AS "column" FROM information_schema.columns
       WHERE table_schema = 'public' AND (column_name ~ '_(id|by)$|actor' OR is_identity = 'YES' OR data_type ~ 'json')`,
    );
    for (const { table, column } of rows) {
      const moved = MOVED_TABLES.find((one) => one.table === table);
      if (!moved || SAME.has(column) || OTHER_JSON.has(`${table}.${column}`)) continue;
      const { numbers, unnamed, names, actors, users, json } = moved;
      const said = [numbers?.column, unnamed, ...Object.keys(names), ...actors, ...users, json];
      expect(said, `${table}.${column}`).toContain(column);
    }
  });
});

describe("a lab with everything in it", () => {
  let before: Record<string, string[]>;
  let answersBefore: unknown[];
  let labUuid: string;
  let neighbourUuid: string;
  let neighbourBefore: Record<string, string[]>;
  const uuidOf = async (labId: number) =>
    String((await owner.query("SELECT id FROM labs WHERE lab_id = $1", [labId])).rows[0].id);
  beforeAll(async () => {
    labUuid = await uuidOf(lab.labId);
    neighbourUuid = await uuidOf(neighbour.labId);
    neighbourBefore = await everythingOf(owner, neighbourUuid);
    before = await everythingOf(owner, labUuid);
    answersBefore = await answers();
  });

  it("has rows in every table that moves", () => {
    expect(MOVED_TABLES.filter(({ table }) => before[table]?.length === 0).map(({ table }) => table)).toEqual([]);
  });

  it("is exported, going on where it was interrupted, and again without reading what did not change", async () => {
    let isWhole = false;
    for (let attempt = 1; !isWhole; attempt++) {
      const progress = (_part: string, done: number) => {
        if (done === 7 * attempt) throw new Error("broken off");
      };
      isWhole = await exportLab({ slug: lab.slug, folder, ...SMALL, progress }).then(
        () => true,
        (cause) => {
          expect(cause).toMatchObject({ message: "broken off" });
          expect(readdirSync(folder)).not.toContain("manifest.json");
          return false;
        },
      );
    }
    const isOfSamples = (name: string) => name.startsWith("samples.");
    const ofSamples = readdirSync(folder).filter(isOfSamples);
    expect(ofSamples.length).toBeGreaterThan(8);
    expect((await exported()).kept).toBe(ofSamples.length);
    // One sample more: its file alone is written again.
    await storeBatch(lab.scope, batchOf("A", [lab.nextSample]));
    expect((await exported()).kept).toBe(ofSamples.length - 1);
    before = await everythingOf(owner, labUuid);
    answersBefore = await answers();
  });

  it("is refused where an export did not end, is of another format or release, or where the lab is here already", async () => {
    await expect(imported()).rejects.toMatchObject({
      kind: "conflict",
      message: expect.stringContaining("is here already"),
    });
    const other = newFolder();
    await expect(importLab({ folder: other })).rejects.toThrow("Run export-lab again");
    const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
    const refused = async (changed: object) => {
      writeFileSync(join(other, "manifest.json"), JSON.stringify({ ...manifest, ...changed }));
      return importLab({ folder: other }).catch(({ message }) => message);
    };
    expect(await refused({ format: 2 })).toContain("Export again with the release that is here");
    const { release, columns } = manifest;
    const older = { ...release, migrations: release.migrations.slice(0, -1) };
    expect(await refused({ release: older })).toMatch(/is newer: .+\. Bring both installations to the same release/);
    expect(await refused({ release: { ...release, formulaVersion: 1 } })).toContain("Formulas are of version");
    const forged = { ...columns, cells: ["name FROM users; DROP TABLE users; --"] };
    expect(await refused({ columns: forged })).toContain("columns of cells");
    const strangers = manifest.members.map((member: object) => ({ ...member, email: "nobody@example.org" }));
    expect(await refused({ members: strangers })).toContain("none of its own has an account here");
  });

  it("comes back from its export as it was, interrupted behind every step, and is open when its recount agreed", async () => {
    await removeLab();
    const seen = new Set<string>();
    const progress = (name: string) => {
      if (seen.has(name)) return;
      seen.add(name);
      throw new Error("broken off");
    };
    let answer: Awaited<ReturnType<typeof importLab>> | null = null;
    while (!answer) {
      answer = await imported({ progress }).catch((cause) => {
        expect(cause).toMatchObject({ message: "broken off" });
        return null;
      });
      if (answer) break;
      expect(await labScopeForMember(lab.owner.userId, lab.slug)).toBeNull();
      expect((await ask(lab.apiKey, "listCells")).status).toBe(401);
    }
    expect(seen.size).toBe(answer.parts + answer.recountedCells);
    expect(answer).toMatchObject({ lab: lab.slug, withoutAccount: [] });
    expect(answer.joined).toHaveLength(4);
    expect(await everythingOf(owner, labUuid)).toEqual(before);
    expect(await answers()).toEqual(answersBefore);
    expect((await owner.query("SELECT FROM arriving_labs")).rowCount).toBe(0);
    // It goes on as before: its next sample counts.
    const scope = await labScopeForMember(lab.owner.userId, lab.slug);
    if (!scope) throw new Error("the lab is not open");
    await storeBatch(scope, batchOf("A", [{ ...lab.nextSample, timeUs: lab.nextSample.timeUs + 60e6 }]));
  });

  it("names a file of which a byte is another, and takes nothing of it; what came can be dropped", async () => {
    await removeLab();
    for (const name of readdirSync(folder)
      .filter((one) => /^(cells|samples\.|cycles)/.test(one))
      .slice(0, 3)) {
      const path = join(folder, name);
      const bytes = readFileSync(path);
      // Where the file is compressed, and the last bit of its last value: voltages are the last column of samples.
      const rows = gunzipSync(bytes);
      for (const spoilt of [flipped(bytes, bytes.length / 2), gzipSync(flipped(rows, rows.length - 3), { level: 1 })]) {
        writeFileSync(path, spoilt);
        const problem = { kind: "invalid_input", message: expect.stringContaining(name) };
        await expect(imported()).rejects.toMatchObject(problem);
      }
      writeFileSync(path, bytes);
    }
    const { rows } = await owner.query("SELECT lab_id FROM labs WHERE id = $1", [labUuid]);
    expect(await dropArrivingLab({ slug: lab.slug })).toEqual({ lab: lab.slug, dropped: true });
    for (const table of ["labs", "cells", "test_states", "runs", "arriving_ids"]) {
      expect((await owner.query(`SELECT FROM ${table} WHERE lab_id = $1`, [rows[0].lab_id])).rowCount, table).toBe(0);
    }
    await imported();
    await expect(dropArrivingLab({ slug: lab.slug })).rejects.toMatchObject({ kind: "not_found" });
    expect((await everythingOf(owner, labUuid)).samples).toEqual(before.samples);
  });

  it("opens to nobody where its recount differs", async () => {
    await removeLab();
    const progress = (name: string, done: number, all: number) => {
      if (done === all && !name.startsWith("recount")) throw new Error("broken off");
    };
    await expect(imported({ progress })).rejects.toThrow("broken off");
    await owner.query(
      `UPDATE cycles SET discharge_capacity_ah = discharge_capacity_ah + 1e-6
       WHERE lab_id = (SELECT lab_id FROM labs WHERE id = $1)`,
      [labUuid],
    );
    await expect(imported()).rejects.toMatchObject({
      kind: "conflict",
      message: expect.stringMatching(/recount of cell .+ cycle/),
    });
    expect(await labScopeForMember(lab.owner.userId, lab.slug)).toBeNull();
    await dropArrivingLab({ slug: lab.slug });
    await imported();
  });

  it("moves to another database by the commands of docs/operating.md, under another number, with its users by their addresses", async () => {
    const { name: template, ownerUrl, appUrl } = inject("templateDatabase");
    const name = `${template}_${randomBytes(5).toString("hex")}`;
    await owner.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
    const there = await connect(withDatabase(ownerUrl, name));
    try {
      await there.query(
        "ALTER TABLE labs ALTER lab_id RESTART WITH 7000; ALTER TABLE cells ALTER cell_id RESTART WITH 900",
      );
      const accounts = [lab.owner, lab.viewer].map(({ email }) => [`there-${email}`, email]);
      for (const [id, email] of accounts) {
        await there.query("INSERT INTO users (id, name, email, email_verified) VALUES ($1, 'Somebody', $2, true)", [
          id,
          email,
        ]);
      }
      before = await everythingOf(owner, labUuid);
      const commands = commandsOf(readFileSync("docs/operating.md", "utf8"), "Moving a lab");
      const target = newFolder();
      const run = (step: string, settings: Record<string, string>) =>
        promisify(execFile)("sh", ["-ec", commands.get(step) ?? "false"], {
          env: {
            ...process.env,
            REDIS_URL: env().REDIS_URL,
            LOG_LEVEL: "silent",
            LAB: lab.slug,
            FOLDER: join(target, "lab"),
            ...settings,
          },
        });
      const here = { DATABASE_URL: env().DATABASE_URL, MIGRATE_DATABASE_URL: env().MIGRATE_DATABASE_URL };
      const other = { DATABASE_URL: withDatabase(appUrl, name), MIGRATE_DATABASE_URL: withDatabase(ownerUrl, name) };
      await run("export", here);
      await run("export again", here);
      const { stdout } = await run("import", other);
      expect(JSON.parse(stdout)).toMatchObject({
        joined: [lab.owner, lab.viewer].map(({ email }) => expect.objectContaining({ email })),
        withoutAccount: [lab.admin, lab.member].map(({ email }) => expect.objectContaining({ email })),
      });
      const after = await everythingOf(there, labUuid);
      // Accounts have other ids there, and who has none is no member.
      const known = new Map([lab.owner, lab.viewer].map(({ userId, email }) => [userId, `there-${email}`]));
      const asThere = (rows: string[]) =>
        rows
          .map((row) => row.replace(/user:(\w+)/g, (all, id) => (known.has(id) ? `user:${known.get(id)}` : all)))
          .sort();
      for (const [table, rows] of Object.entries(before)) {
        if (table === "members") expect(after[table]).toEqual(rows.filter((row) => /owner|viewer/.test(row)));
        else if (table !== "invitations") expect(after[table], table).toEqual(asThere(rows));
      }
      expect(after.invitations?.map((row) => JSON.parse(row).invited_by)).toEqual([`there-${lab.owner.email}`]);
      // And nothing of the other lab.
      for (const { table } of MOVED_TABLES) {
        const { rows } = await there.query(`SELECT count(*)::integer AS n FROM ${table}`);
        expect(rows, table).toEqual([{ n: after[table]?.length }]);
      }
      const { rows } = await there.query("SELECT lab_id, (SELECT min(cell_id) FROM cells) AS cell FROM labs");
      expect(rows).toEqual([{ lab_id: 7000, cell: 900 }]);
    } finally {
      await there.end();
      await owner.query(`DROP DATABASE ${name} WITH (FORCE)`);
    }
  });

  it("leaves the other lab of its database as it was", async () => {
    expect(neighbourBefore.samples?.length).toBeGreaterThan(200);
    expect(await everythingOf(owner, neighbourUuid)).toEqual(neighbourBefore);
  });
});
