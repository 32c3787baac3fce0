import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Fleet } from "./processes.mjs";
import { dataFolder } from "./servers.mjs";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "fleet "));
});
afterEach(() => rmSync(home, { recursive: true }));

/** Says in a file when it ends, and takes a while to do so; its own child would outlive it. */
const SLOW = `
  const [name, file] = process.argv.slice(1);
  require("node:child_process").spawn("sleep", ["60"]);
  process.on("SIGTERM", () => setTimeout(() => { require("node:fs").appendFileSync(file, name + " "); process.exit(0); }, 100));
  console.log("up"); setInterval(() => {}, 1000);`;

const isAlive = (pid: number) => existsSync(`/proc/${pid}`) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));

async function startSlow(fleet: Fleet, name: string) {
  let markUp = () => {};
  const isUp = new Promise<void>((resolve) => {
    markUp = resolve;
  });
  const file = join(home, "ended");
  const child = fleet.start({ name, command: process.execPath, args: ["-e", SLOW, name, file], onLine: markUp });
  await isUp;
  return child.pid ?? 0;
}

it("ends what it started from the last to the first, with what that left in its groups", async () => {
  const fleet = new Fleet(home, "test");
  const pids = [await startSlow(fleet, "first"), await startSlow(fleet, "second")];
  const children = pids.map((pid) => Number(readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8")));
  await fleet.end();
  expect(readFileSync(join(home, "ended"), "utf8")).toBe("second first ");
  await expect.poll(() => [...pids, ...children].filter(isAlive)).toEqual([]);
  expect(existsSync(fleet.file)).toBe(false);
});

it("keeps logs, and what it started, from other users", async () => {
  const fleet = new Fleet(home, "test");
  await startSlow(fleet, "logging");
  for (const file of [fleet.file, join(home, "logs", "logging.log")]) expect(statSync(file).mode & 0o777).toBe(0o600);
  await fleet.end();
});

it("keeps what the servers store from other users", () => {
  chmodSync(home, 0o755); // the servers' user enters it
  for (const name of ["postgres", "valkey"]) {
    const { folder } = dataFolder(home, name);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    chmodSync(folder, 0o755);
    dataFolder(home, name);
    expect(statSync(folder).mode & 0o777).toBe(0o700); // one that an older version made, too
  }
});

it("tells of a process that ends by itself, and not of one that it ended", async () => {
  const fleet = new Fleet(home, "test");
  let ended: string | null = null;
  void fleet.ended.then((name) => {
    ended = name;
  });
  await startSlow(fleet, "asked");
  await fleet.end();
  expect(ended).toBeNull();
  fleet.start({ name: "itself", command: process.execPath, args: ["-e", ""] });
  await expect.poll(() => ended).toBe("itself");
});

it("is ended by its guardian when its owner is killed, and runs its last words", async () => {
  const owner = `
    import { Fleet } from ${JSON.stringify(join(process.cwd(), "scripts/services/processes.mjs"))};
    import { startGuardian } from ${JSON.stringify(join(process.cwd(), "scripts/services/stopping.mjs"))};
    const fleet = new Fleet(${JSON.stringify(home)}, "test");
    fleet.claim();
    startGuardian([fleet.file]);
    fleet.runAtEnd({ command: "touch", args: [${JSON.stringify(join(home, "last words"))}], env: {} });
    const child = fleet.start({ name: "sleeper", command: "sleep", args: ["60"] });
    console.log(child.pid);`;
  const killed = spawn(process.execPath, ["--input-type=module", "-e", owner], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const pid = Number(await new Promise((resolve) => killed.stdout.once("data", (chunk) => resolve(String(chunk)))));
  expect(isAlive(pid)).toBe(true);
  expect(new Fleet(home, "test").livingOwner()).toBe(killed.pid);
  killed.kill("SIGKILL");
  await expect.poll(() => isAlive(pid)).toBe(false);
  await expect.poll(() => existsSync(join(home, "last words"))).toBe(true);
});

it("leaves nothing behind where it is told of an end after all of them", async () => {
  const fleet = new Fleet(home, "test");
  const child = fleet.start({ name: "short", command: process.execPath, args: ["-e", "setInterval(() => {}, 1000)"] });
  await fleet.end();
  const before = readdirSync(home);
  fleet.release(child);
  expect(readdirSync(home)).toEqual(before);
});
