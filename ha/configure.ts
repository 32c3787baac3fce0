import { chownSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "../scripts/services/home.mjs";
import { runOrFail } from "../scripts/services/run-command.mjs";
import { commandsOf } from "./documented-commands";

export type Configuration = "etcd.yaml" | "patroni.yaml" | "valkey.conf" | "sentinel.conf" | "haproxy.cfg";

/**
 * Makes a machine's configuration of the file in `deploy/machines` by the command that docs/operating.md gives, readable to its owner only.
 * @returns its path
 * @throws where a value is missing
 */
export async function configure(
  file: Configuration,
  folder: string,
  { user = null, ...values }: { user?: { uid: number; gid: number } | null } & Record<string, unknown>,
): Promise<string> {
  const guide = readFileSync(join(PROJECT, "docs/operating.md"), "utf8");
  const command = commandsOf(guide, "Several machines").get("configure");
  if (command === undefined) throw new Error('docs/operating.md has no command "configure"');
  const given = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
  const env = { NODE_ENV: "production" as const, PATH: process.env.PATH, ...given, FILE: file, CONFIG: folder };
  await runOrFail(`Configuring ${file}`, "bash", ["-e", "-c", command], { env, cwd: PROJECT });
  const path = join(folder, file);
  if (user) chownSync(path, user.uid, user.gid);
  return path;
}
