import { createHash } from "node:crypto";
import { chmodSync, existsSync, lstatSync, mkdirSync, realpathSync, statSync, symlinkSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

// Runs on Node 20 before any dependency is installed.

export const PROJECT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

const isRoot = () => process.getuid?.() === 0;

/**
 * Where local state lies: CHARGETRACKER_HOME, else `.chargetracker/` in the project. PostgreSQL refuses to run as root, and the user that
 * it then runs as cannot enter every folder (root's home is closed): there, `.chargetracker` is a link into /var/lib/chargetracker.
 * @returns {string} the real path: what lies in it shall not be reached through a closed folder
 */
export function chargeTrackerHome() {
  const named = process.env.CHARGETRACKER_HOME;
  return realpathSync(named ? makeFolder(resolve(named)) : homeOfProject(PROJECT, isRoot()));
}

/**
 * @param {string} project
 * @param {boolean} needsOpenFolders whether the servers run as another user
 * @param {string} [stateFolder] where the state lies of projects that other users cannot enter
 */
export function homeOfProject(project, needsOpenFolders, stateFolder = "/var/lib/chargetracker") {
  const home = join(project, ".chargetracker");
  if (needsOpenFolders && !existsSync(home) && !canBeEnteredByAll(project)) {
    const hash = createHash("sha256").update(project).digest("hex").slice(0, 8);
    const elsewhere = makeFolder(join(stateFolder, `${basename(project)}-${hash}`));
    if (!isLink(home)) symlinkSync(elsewhere, home);
  }
  return realpathSync(makeFolder(home));
}

/** A folder that all may enter, whatever the umask. @param {string} folder */
export function makeFolder(folder) {
  if (!existsSync(folder)) {
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, 0o755);
  }
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
