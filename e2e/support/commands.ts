import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

export const PROJECT = join(import.meta.dirname, "../..");
const NODE = join(PROJECT, "node_modules/node/bin/node");
const TIMEOUT_MS = 60_000;

const execute = promisify(execFile);

/** Runs a script of the project as its operator does and gives what it prints. */
export async function runScript(script: string, args: readonly string[], extraEnv: Record<string, string> = {}) {
  const env = { ...process.env, LOG_LEVEL: "silent", ...extraEnv };
  const options = { cwd: PROJECT, env, timeout: TIMEOUT_MS };
  const { stdout } = await execute(NODE, ["--import", "tsx", script, ...args], options);
  return stdout;
}

/** Runs a command as somebody who pastes it into a terminal. */
export async function runInShell(command: string): Promise<string> {
  const { stdout } = await execute("sh", ["-c", command], { timeout: TIMEOUT_MS });
  return stdout;
}
