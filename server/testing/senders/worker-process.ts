import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { onTestFinished } from "vitest";
import { env } from "../../env";

/** A worker process on this test's database and queue. `kill` ends it as a power cut would. */
export type WorkerProcess = { kill: () => Promise<void>; stop: () => Promise<void> };

export function startWorkerProcess(settings: Record<string, string> = {}): WorkerProcess {
  const { DATABASE_URL, REDIS_URL, AUTH_SECRET } = env();
  const child = spawn(process.execPath, ["--import", "tsx", "workers/main.ts"], {
    env: { ...process.env, DATABASE_URL, REDIS_URL, AUTH_SECRET, LOG_LEVEL: "error", ...settings },
    stdio: ["ignore", "inherit", "inherit"],
  });
  endWithTest(() => endWith(child, "SIGKILL"));
  return { kill: () => endWith(child, "SIGKILL"), stop: () => endWith(child, "SIGTERM") };
}

/** A test that ran out of time has not stopped its worker, which would go on to take the jobs of the others. */
function endWithTest(end: () => Promise<void>): void {
  try {
    onTestFinished(end);
  } catch {
    // started before the tests: whoever did it ends it after them
  }
}

async function endWith(child: ChildProcess, signal: "SIGKILL" | "SIGTERM"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill(signal);
  await ended;
}
