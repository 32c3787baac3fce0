import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runsComposeFile } from "./compose.mjs";
import { INITDB_OPTIONS, POSTGRES_SETTINGS, VALKEY_SETTINGS } from "./servers.mjs";

it.each([
  ["2.23.1", true],
  ["v2.24.0-desktop.1", true],
  ["5.0.0", true],
  ["2.23.0", false],
  ["2.9.9", false],
  ["1.29.2, build 5becea4c", false],
  ["", false],
])("knows whether Docker Compose %s takes files with their content in them", (version, is) => {
  expect(runsComposeFile(version)).toBe(is);
});

const FILE = readFileSync("deploy/compose.yaml", "utf8");

/** The lines below a key, up to the next one that is indented as much; without their comments and their indentation. */
function below(text: string, key: string): string {
  const lines = text.split("\n");
  const at = lines.findIndex((line) => line.trimStart().startsWith(`${key}:`));
  const [, indent = "", same = ""] = /^( *)[\w-]+:(.*)$/.exec(lines[at] ?? "") ?? [];
  const rest = lines.slice(at + 1);
  const end = rest.findIndex((line) => line.trim() !== "" && !line.startsWith(`${indent} `));
  const own = rest.slice(0, end === -1 ? undefined : end).filter((line) => !line.trimStart().startsWith("# "));
  const width = own[0]?.search(/\S/) ?? 0;
  return [same.trim(), ...own.map((line) => line.slice(width))].filter((line) => line !== "").join("\n");
}
const services = below(FILE, "services");
const postgres = below(services, "timescaledb");
const valkey = below(services, "valkey");

/** Compose gives `$` to a container where the file says `$$`. */
const asGiven = (script: string) => script.replaceAll("$$", "$");

const folder = mkdtempSync(join(tmpdir(), "chargetracker-compose-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a script with programs in the place of those that a container has. */
function sh(script: string, programs: Record<string, string>, env: Record<string, string>): string {
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  const { status, stdout, stderr } = spawnSync("sh", ["-c", script], {
    encoding: "utf8",
    env: { ...env, NODE_ENV: "test", PATH: `${folder}:${process.env.PATH}` },
  });
  expect([status, stderr]).toEqual([0, ""]);
  return stdout;
}

const PASSWORD = `it's "quoted" \\ $HOME %s`;

describe("the servers of deploy/compose.yaml", () => {
  it("are pinned, the database to the version whose restore is documented, and say what licence it has", () => {
    const images = [postgres, valkey].map((service) => below(service, "image"));
    expect(images).toEqual([
      expect.stringMatching(/^timescale\/timescaledb:\d+\.\d+\.\d+-pg17$/),
      expect.stringMatching(/^valkey\/valkey:\d+\.\d+\.\d+$/),
    ]);
    const version = /:([\d.]+)-/.exec(images[0] ?? "")?.[1];
    expect(readFileSync("docs/operating.md", "utf8")).toContain(`CREATE EXTENSION timescaledb VERSION '${version}'`);
    expect(FILE).toContain("under the Timescale License");
    expect(readFileSync("docs/operating.md", "utf8")).toContain("**A new library.** Pull the image");
  });

  it("start again, get the time to end, and may take long to recover", () => {
    for (const service of [postgres, valkey]) {
      expect(below(service, "restart")).toBe("unless-stopped");
      expect(Number.parseInt(below(service, "stop_grace_period"), 10)).toBeGreaterThanOrEqual(25);
      const health = below(service, "healthcheck");
      expect(below(health, "test")).toMatch(/^\[CMD-SHELL, /);
      expect(Number.parseInt(below(health, "start_period"), 10)).toBeGreaterThanOrEqual(600);
    }
    expect(Number.parseInt(below(postgres, "shm_size"), 10)).toBeGreaterThanOrEqual(256);
  });

  it("listen to this machine alone", () => {
    for (const service of [postgres, valkey]) expect(below(service, "ports")).toMatch(/^\["127\.0\.0\.1:[^,]+\]$/);
  });

  it("have the settings of the private servers, but for what the image itself sees to", () => {
    const given = below(postgres, "command").replaceAll(/\s/g, "");
    const {
      listen_addresses: _reached,
      unix_socket_directories: _sockets,
      shared_preload_libraries: _library,
      shared_buffers: _byMemory,
      "timescaledb.telemetry_level": _byVariable,
      ...shared
    } = POSTGRES_SETTINGS;
    for (const [name, value] of Object.entries(shared)) expect(given).toContain(`-c,${name}=${value},`);
    expect(shared).toMatchObject({ log_error_verbosity: "terse", log_min_error_statement: "panic" });
    const variables = below(postgres, "environment");
    expect(below(variables, "TIMESCALEDB_TELEMETRY")).toBe('"off"');
    expect(below(variables, "POSTGRES_INITDB_ARGS")).toBe(INITDB_OPTIONS);
  });
});

describe("its scripts take passwords as they are", () => {
  it("Valkey's, through standard input, with the settings that an acknowledged batch rests on", () => {
    const script = asGiven(below(below(FILE, "valkey"), "command").split(">-")[1] ?? "").replaceAll("\n", " ");
    expect(below(valkey, "command")).not.toContain("REDIS_PASSWORD");
    const written = sh(script, { "docker-entrypoint.sh": 'echo "$@"; cat' }, { REDISCLI_AUTH: PASSWORD });
    const [command, requirepass, ...settings] = written.trim().split("\n");
    expect(command).toBe("valkey-server -");
    // As Valkey reads a value in quotation marks.
    const read = /^requirepass "(.*)"$/.exec(requirepass ?? "")?.[1]?.replaceAll(/\\(.)/g, "$1");
    expect(read).toBe(PASSWORD);
    expect(settings).toEqual([...VALKEY_SETTINGS, "dir /data"]);
  });

  it("PostgreSQL's, which quotes it by itself", () => {
    const script = asGiven(below(FILE, "content").replace(/^\|\n/, ""));
    const env = { POSTGRES_USER: "owner", POSTGRES_DB: "db", APP_PASSWORD: PASSWORD };
    const [command, ...sql] = sh(script, { psql: 'echo "$@"; cat' }, env).trim().split("\n");
    expect(command).toBe("-v ON_ERROR_STOP=1 -U owner -d db");
    expect(sql).toEqual(["\\getenv password APP_PASSWORD", "CREATE ROLE chargetracker LOGIN PASSWORD :'password';"]);
  });
});
