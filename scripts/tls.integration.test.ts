import { execFile, execFileSync } from "node:child_process";
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type PrivatePostgres, programsHome, startPrivatePostgres } from "@/server/testing/private-postgres";
import { unpackedPrograms } from "./services/packages.mjs";
import { Fleet } from "./services/processes.mjs";
import { dataFolder, freePort, takesConnections } from "./services/servers.mjs";

// Servers that speak TLS only, with a certificate that a private authority signed, and the operator's commands against them: processes of
// their own, since NODE_EXTRA_CA_CERTS is read when one begins.

const HOST = "127.0.0.1";
const PASSWORD = "secret";

describe.skipIf(programsHome() === null)("servers that speak TLS only", () => {
  const home = mkdtempSync(join(tmpdir(), "chargetracker-tls-"));
  chmodSync(home, 0o755);
  const fleet = new Fleet(home, "tls");
  const authority = join(home, "authority.crt");
  let postgres: PrivatePostgres;
  let valkeyUrl: string;
  let sentinelUrl: string;

  beforeAll(async () => {
    const { folder, user } = dataFolder(home, "servers");
    const [certificate, key] = makeCertificate(home, folder);
    for (const file of [certificate, key]) {
      chmodSync(file, 0o600);
      if (user) chownSync(file, user.uid, user.gid);
    }
    postgres = await startPrivatePostgres({ ssl: "on", ssl_cert_file: certificate, ssl_key_file: key });
    await refusePlainConnections(postgres);

    const { valkey: command } = await unpackedPrograms(programsHome() ?? "");
    const [port, replicaPort, sentinelPort] = [await freePort(), await freePort(), await freePort()];
    const files = { "tls-cert-file": certificate, "tls-key-file": key, "tls-ca-cert-file": authority };
    const tls = { bind: HOST, port: "0", ...files, "tls-auth-clients": "no", "tls-replication": "yes", dir: folder };
    const start = async (name: string, own: string, settings: Record<string, string>, ...more: string[]) => {
      const file = join(folder, `${name}.conf`);
      const lines = Object.entries({ ...tls, "tls-port": own, ...settings }).map((setting) => setting.join(" "));
      writeFileSync(file, `${lines.join("\n")}\n`);
      if (user) chownSync(file, user.uid, user.gid);
      fleet.start({ name, command, args: [file, ...more], user, cwd: folder });
      await vi.waitUntil(() => takesConnections(Number(own)), { timeout: 30_000 });
    };
    const durable = { appendonly: "yes", appendfsync: "always", "maxmemory-policy": "noeviction" };
    await start("valkey", String(port), { requirepass: PASSWORD, ...durable });
    const following = { replicaof: `${HOST} ${port}`, masterauth: PASSWORD, dbfilename: "replica.rdb" };
    await start("replica", String(replicaPort), { requirepass: PASSWORD, ...following });
    const monitored = { "sentinel monitor": `main ${HOST} ${port} 1`, "sentinel auth-pass": `main ${PASSWORD}` };
    await start("sentinel", String(sentinelPort), monitored, "--sentinel");
    valkeyUrl = `rediss://:${PASSWORD}@${HOST}:${port}/0`;
    sentinelUrl = `sentinels://:${PASSWORD}@${HOST}:${sentinelPort}/main`;
  }, 120_000);
  afterAll(async () => {
    await postgres?.end();
    await fleet.end();
    rmSync(home, { recursive: true, force: true });
  });

  /** What a command answers, or what it says on standard error. */
  async function run(script: string, args: string[], settings: Record<string, string | undefined>) {
    const command = promisify(execFile)(process.execPath, ["--import", "tsx", script, ...args], {
      env: { ...process.env, LOG_LEVEL: "error", NODE_EXTRA_CA_CERTS: authority, ...settings },
    });
    return command.then(
      ({ stdout }) => ({ isDone: true, said: stdout }),
      ({ stderr, stdout }: { stderr: string; stdout: string }) => ({ isDone: false, said: `${stdout}${stderr}` }),
    );
  }
  const withTls = (url: string) => `${url}?sslmode=verify-full`;
  const databases = () => ({
    DATABASE_URL: withTls(postgres.databaseUrl),
    MIGRATE_DATABASE_URL: withTls(postgres.migrateDatabaseUrl),
  });

  it("are PostgreSQL: both drivers and the owner reach it, and only where its authority is trusted", async () => {
    const plain = { DATABASE_URL: postgres.databaseUrl, MIGRATE_DATABASE_URL: postgres.migrateDatabaseUrl };
    expect(await run("scripts/migrate.ts", [], plain)).toMatchObject({ isDone: false });
    const unknown = await run("scripts/migrate.ts", [], { ...databases(), NODE_EXTRA_CA_CERTS: undefined });
    expect(unknown).toMatchObject({ isDone: false, said: expect.stringMatching(/certificate/) });
    expect(await run("scripts/migrate.ts", [], databases())).toMatchObject({ isDone: true });
    const settings = { ...databases(), REDIS_URL: valkeyUrl };
    const lab = ["create-lab", "--name", "TLS", "--slug", "tls", "--email", "owner@example.org"];
    expect(await run("scripts/admin.ts", lab, settings)).toMatchObject({ isDone: true });
    expect(await run("scripts/admin.ts", ["usage", "--lab", "tls"], settings)).toEqual({ isDone: true, said: "[]\n" });
  });

  it.each([
    ["Valkey", () => valkeyUrl],
    ["Valkey behind its sentinel", () => sentinelUrl],
  ])("are %s: only where its authority is trusted", async (_, url) => {
    const settings = { ...databases(), REDIS_URL: url() };
    expect(await run("scripts/admin.ts", ["failed"], settings)).toEqual({ isDone: true, said: "[]\n" });
    const unknown = await run("scripts/admin.ts", ["failed"], { ...settings, NODE_EXTRA_CA_CERTS: undefined });
    expect(unknown).toMatchObject({ isDone: false, said: expect.stringContaining("Redis is not connected") });
  });

  it("tells the doctor that Sentinel may promote a replica without what is acknowledged", async () => {
    const doctor = async (replicas: string) => {
      const settings = { ...databases(), REDIS_URL: sentinelUrl, DURABLE_REPLICAS: replicas };
      return (await run("scripts/admin.ts", ["doctor"], settings)).said;
    };
    const warned = "Replicas of Redis that Sentinel may promote: 1; DURABLE_REPLICAS: 0.";
    // A sentinel asks every ten seconds who follows.
    await expect.poll(() => doctor("0"), { interval: 3_000 }).toContain(warned);
    const enough = await doctor("1");
    expect(enough).toContain('"findings"');
    expect(enough).not.toContain("Sentinel may promote");
  });
});

/** An authority, and what it signed for the servers here. @returns the certificate and its key */
function makeCertificate(home: string, folder: string): [certificate: string, key: string] {
  const at = (name: string) => join(home, name);
  const [certificate, key] = [join(folder, "server.crt"), join(folder, "server.key")];
  const openssl = (...args: string[]) => execFileSync("openssl", args, { stdio: "pipe" });
  const newKey = ["-newkey", "rsa:2048", "-nodes"];
  writeFileSync(at("names"), `subjectAltName=IP:${HOST}\n`);
  openssl(
    "req",
    "-x509",
    ...newKey,
    "-keyout",
    at("authority.key"),
    "-out",
    at("authority.crt"),
    "-subj",
    "/CN=authority",
  );
  openssl("req", ...newKey, "-keyout", key, "-out", at("request"), "-subj", "/CN=servers");
  const signedBy = ["-CA", at("authority.crt"), "-CAkey", at("authority.key"), "-CAcreateserial"];
  openssl("x509", "-req", "-in", at("request"), ...signedBy, "-extfile", at("names"), "-out", certificate);
  return [certificate, key];
}

async function refusePlainConnections({ home, migrateDatabaseUrl }: PrivatePostgres): Promise<void> {
  const client = new pg.Client({ connectionString: migrateDatabaseUrl });
  await client.connect();
  const rules = join(home, "postgres/pg_hba.conf");
  writeFileSync(rules, readFileSync(rules, "utf8").replace(/^host /gm, "hostssl "));
  await client.query("SELECT pg_reload_conf()");
  await client.end();
}
