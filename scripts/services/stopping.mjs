import { spawn } from "node:child_process";
import { constants } from "node:os";
import { join } from "node:path";
import { PROJECT } from "./home.mjs";

/**
 * Starts the guardian of this process: should it vanish without a word, what the records name is ended all the same.
 * @param {string[]} files records
 */
export function startGuardian(files) {
  const guardian = spawn(process.execPath, [join(PROJECT, "scripts/services/guardian.mjs"), ...files], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  guardian.on("error", () => {});
  guardian.stdin.on("error", () => {});
  guardian.unref();
  if ("unref" in guardian.stdin) /** @type {import("node:net").Socket} */ (guardian.stdin).unref();
}

/**
 * Runs `stop` once when this process is asked to end, or when whoever started it has gone without asking; then ends it.
 * @param {() => Promise<void>} stop
 * @param {(signal: NodeJS.Signals) => number} [exitCode] 0 where being asked is the usual end
 */
export function stopWhenAsked(stop, exitCode = () => 0) {
  let isStopping = false;
  const once = (/** @type {NodeJS.Signals} */ signal) => {
    if (isStopping) return;
    isStopping = true;
    clearInterval(timer);
    void stop().then(
      () => process.exit(exitCode(signal)),
      (error) => {
        process.stderr.write(`${error}\n`);
        process.exit(1);
      },
    );
  };
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) once("SIGHUP");
  }, 500);
  timer.unref();
  for (const signal of /** @type {NodeJS.Signals[]} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, () => once(signal));
  }
}

/** What a shell says of a command that a signal ended: for commands that were to finish. @param {NodeJS.Signals} signal */
export function interrupted(signal) {
  return 128 + constants.signals[signal];
}
