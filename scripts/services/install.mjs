import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chargeTrackerHome, PROJECT } from "./home.mjs";
import { Fleet } from "./processes.mjs";
import { run, runOrFail } from "./run-command.mjs";
import { Failure, say } from "./report.mjs";

/** The Node that the project brings along (the host's may be older), once the packages are installed. */
export const NODE = join(PROJECT, "node_modules/node/bin/node");

/** Installs the packages of the lock file, unless they are those already. */
export async function installPackages() {
  const stamp = join(PROJECT, "node_modules/.installed-lock");
  const lock = sha256([readFileSync(join(PROJECT, "package-lock.json"), "utf8")]);
  if (existsSync(NODE) && contentOf(stamp) === lock) return;
  say("installing packages (npm ci)");
  const { code, output } = await run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    env: { ...process.env, NODE_ENV: "development" },
  });
  if (code !== 0)
    throw new Failure(`npm ci failed. Is the npm registry reachable? What it said:\n${output.slice(-3000)}`);
  if (!existsSync(NODE)) await runOrFail("Installing Node", "npm", ["rebuild", "node"]);
  writeFileSync(stamp, lock);
}

/** What a build is made of. */
const SOURCES = [
  "app",
  "server",
  "prisma",
  "package-lock.json",
  "package.json",
  "next.config.js",
  "tsconfig.json",
  "instrumentation.ts",
];

/**
 * Builds the web part for production, unless the last build was of these very files.
 * @param {NodeJS.ProcessEnv} env
 */
export async function buildOnce(env) {
  const stamp = join(PROJECT, ".next/built-from");
  const sources = sha256(SOURCES.flatMap((name) => contentsBelow(join(PROJECT, name))));
  if (contentOf(stamp) === sources) return;
  const demo = new Fleet(chargeTrackerHome(), "demo").livingOwner();
  if (demo !== null) throw new Failure(`A demo (process ${demo}) serves the last build of this folder. End it first.`);
  say("building the web pages (next build)");
  await runOrFail("The build", "npm", ["run", "--silent", "build"], { env: { ...env, NODE_ENV: "production" } });
  writeFileSync(stamp, sources);
}

/** @param {string} path @returns {string[]} paths and contents, in a fixed order */
function contentsBelow(path) {
  if (!statSync(path).isDirectory()) return [path, readFileSync(path, "utf8")];
  if (path.endsWith("/generated")) return []; // made by the build
  return readdirSync(path)
    .sort()
    .flatMap((name) => contentsBelow(join(path, name)));
}

/** @param {string} file */
function contentOf(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}

/** @param {string[]} parts */
function sha256(parts) {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\0");
  return hash.digest("hex");
}
