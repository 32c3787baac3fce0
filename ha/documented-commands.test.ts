import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { type Configuration, configure } from "./configure";
import { commandsOf } from "./documented-commands";

it("finds the commands of a section, and of no other", () => {
  const document = "\n## One\n```sh\n# first\nls\n```\n\n```sh\n# second\na\nb\n```\n## Two\n```sh\n# third\nls\n```\n";
  expect([...commandsOf(document, "One")]).toEqual([
    ["first", "ls\n"],
    ["second", "a\nb\n"],
  ]);
});

const VALUES = {
  "etcd.yaml": ["NAME", "HOST", "CLIENT_PORT", "PEER_PORT", "DATA", "ETCD_MEMBERS"],
  "patroni.yaml": [
    ...["NAME", "LISTEN", "ADDRESS", "REST_LISTEN", "REST_ADDRESS", "ETCD_HOSTS", "DATA", "BIN", "PGPASS", "SOCKETS"],
    ...["SHARED_BUFFERS", "CLIENTS", "SUPERUSER", "SUPERUSER_PASSWORD", "REPLICATION_PASSWORD"],
  ],
  "valkey.conf": ["HOST", "PORT", "ANNOUNCED_PORT", "DATA", "PASSWORD", "MAXMEMORY"],
  "sentinel.conf": ["HOST", "PORT", "DATA", "PASSWORD", "PRIMARY_HOST", "PRIMARY_PORT"],
  "haproxy.cfg": ["LISTEN", "WEB_1", "WEB_2", "ERRORS"],
} satisfies Record<Configuration, string[]>;
const files = Object.keys(VALUES).filter((name): name is Configuration => name in VALUES);

it.each(files)("makes a machine's %s of the values that the guide names", async (file) => {
  const [row = ""] = readFileSync("docs/operating.md", "utf8").match(new RegExp(`^- \`${file}\`, .*$`, "m")) ?? [];
  const named = VALUES[file];
  for (const name of named) expect(row).toContain(`\`${name}\``);
  const folder = mkdtempSync(join(tmpdir(), "ha-"));
  try {
    const values = Object.fromEntries(named.map((name) => [name, `value of ${name}`]));
    const made = readFileSync(await configure(file, folder, values), "utf8");
    for (const name of named) expect(made).toContain(`value of ${name}`);
    expect(made).not.toContain("${");
    const [one = "", ...others] = named;
    const fewer = Object.fromEntries(others.map((name) => [name, "value"]));
    await expect(configure(file, folder, fewer)).rejects.toThrow(`${one} is not set`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it("finds what the restore drill runs in the guide", () => {
  const names = [...commandsOf(readFileSync("docs/operating.md", "utf8"), "Back from nothing").keys()];
  expect(names).toEqual([
    ...["receive", "commit on both", "back up", "check", "restore"],
    ...["stop at a moment", "begin a new archive"],
  ]);
});
