import { spawn } from "node:child_process";
import { PROJECT } from "./home.mjs";
import { Failure } from "./report.mjs";

/** @typedef {import("./processes.mjs").Fleet} Fleet */

/** @type {Fleet | null} */
let keeper = null;

/** Names the fleet that keeps account of the commands under way, so that none outlives this one. @param {Fleet} fleet */
export function keepCommandsIn(fleet) {
  keeper = fleet;
}

/**
 * Runs a command to its end.
 * @param {string} command @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, user?: { uid: number, gid: number } | null, shows?: boolean }} [options] `shows`: its
 *   output goes to the terminal as it comes
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(command, args, { cwd = PROJECT, env = process.env, user = null, shows = false } = {}) {
  return new Promise((resolve, reject) => {
    const isKept = keeper !== null;
    // In a group of its own where somebody keeps account of it; else a Ctrl-C reaches it with the group of this process.
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ["ignore", "pipe", "pipe"],
      detached: isKept,
      ...(user ?? {}),
    });
    keeper?.adopt(command, child);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        output += chunk;
        if (shows) process.stdout.write(chunk);
      });
    }
    child.on("error", (error) => reject(new Failure(`${command} could not be started: ${error.message}`)));
    child.on("close", (code, signal) => {
      if (isKept) keeper?.release(child);
      resolve({ code: code ?? (signal ? 128 : 1), output });
    });
  });
}

/**
 * The same, for what must succeed.
 * @param {string} what @param {string} command @param {string[]} args @param {Parameters<typeof run>[2]} [options]
 */
export async function runOrFail(what, command, args, options) {
  const { code, output } = await run(command, args, options);
  if (code !== 0) throw new Failure(`${what} failed (${command} ended with ${code}):\n${output.slice(-4000)}`);
  return output;
}
