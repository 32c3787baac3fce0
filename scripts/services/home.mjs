import { createHash } from "node:crypto";
import { existsSync, lstatSync, mkdirSync, statSync, symlinkSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

// Runs on Node 20 before any dependency is installed.

export const PROJECT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

const isRoot = () => process.getuid?.() === 0;

/**
 * Where local state lies: CHARGETRACKER_HOME, else `.chargetracker/` in the project. PostgreSQL refuses to run as root, and the user that
 * it then runs as cannot enter every folder (root's home is closed): there, `.chargetracker` is a link into /var/lib/chargetracker.
 * @returns {string}
 */
export function chargeTrackerHome() {
  const named = process.env.CHARGETRACKER_HOME;
  if (named) return makeFolder(resolve(named));
  const home = join(PROJECT, ".chargetracker");
  if (isRoot() && !existsSync(home) && !canBeEnteredByAll(PROJECT)) {
    const hash = createHash("sha256").update(PROJECT).digest("hex").slice(0, 8);
    const elsewhere = makeFolder(`/var/lib/chargetracker/${basename(PROJECT)}-${hash}`);
    if (!isLink(home)) symlinkSync(elsewhere, home);
  }
  return makeFolder(home);
}

/** @param {string} folder */
export function makeFolder(folder) {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  return folder;
}

/** @param {string} path */
function isLink(path) {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

const EXECUTE_FOR_OTHERS = 0o001;

/** @param {string} folder @returns {boolean} */
export function canBeEnteredByAll(folder) {
  const isOpen = (statSync(folder).mode & EXECUTE_FOR_OTHERS) !== 0;
  return isOpen && (folder === dirname(folder) || canBeEnteredByAll(dirname(folder)));
}
