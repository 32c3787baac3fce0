import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeFolder } from "./home.mjs";
import { run, runOrFail } from "./run-command.mjs";
import { Failure, say } from "./report.mjs";

// PostgreSQL with TimescaleDB and Valkey, unpacked from the distribution's own packages into a private folder: no root, no Docker, nothing
// installed. docs/decisions/0002-local-services.md says why so.

/** The release that has all of them. Its programs bring their own C library, so that an older host runs them too. */
export const RELEASE = "trixie";
const PROGRAM_PACKAGES =
  "postgresql-17 postgresql-client-17 postgresql-17-timescaledb valkey-server valkey-tools".split(" ");
/** What those programs load; the whole set that the packages name would be 430 MB. */
const LIBRARY_PACKAGES = (
  "libc6 libgcc-s1 libstdc++6 zlib1g libzstd1 liblz4-1 liblzma5 libicu76 libxml2 libxslt1.1 libssl3t64 libpq5 libuuid1 " +
  "libldap2 libsasl2-2 libgssapi-krb5-2 libkrb5-3 libk5crypto3 libkrb5support0 libcom-err2 libkeyutils1 libpam0g libaudit1 libcap-ng0 " +
  "libselinux1 libpcre2-8-0 libsystemd0 libcap2 libgcrypt20 libgpg-error0 libcrypt1 libatomic1 libjemalloc2 liblzf1 libreadline8t64 libtinfo6"
).split(" ");
/** Changes when what is unpacked changes: then it is unpacked anew. */
const RECIPE = createHash("sha256")
  .update(JSON.stringify([RELEASE, PROGRAM_PACKAGES, LIBRARY_PACKAGES, 3]))
  .digest("hex")
  .slice(0, 12);

/** @typedef {{ postgres: string, initdb: string, valkey: string, postgresBin: string }} Programs */

/**
 * The servers' programs, fetched and unpacked unless they are there.
 * @param {string} home
 * @returns {Promise<Programs>}
 */
export async function unpackedPrograms(home) {
  const folder = join(home, "programs", RECIPE);
  if (!existsSync(join(folder, "complete"))) await unpack(folder);
  const postgresBin = join(folder, "usr/lib/postgresql/17/bin");
  return {
    postgres: join(postgresBin, "postgres"),
    initdb: join(postgresBin, "initdb"),
    valkey: join(folder, "usr/bin/valkey-server"),
    postgresBin,
  };
}

/** @param {string} folder */
async function unpack(folder) {
  await requireDebian();
  const unfinished = `${folder}.${process.pid}`;
  for (const name of existsSync(dirname(folder)) ? readdirSync(dirname(folder)) : []) {
    const [recipe, pid] = name.split(".");
    // Of a command that was ended while it unpacked.
    if (recipe === RECIPE && pid && !isRunning(Number(pid))) rmSync(join(dirname(folder), name), { recursive: true });
  }
  const state = makeFolder(join(unfinished, "apt"));
  try {
    say("fetching PostgreSQL, TimescaleDB and Valkey (about 70 MB, once)");
    const apt = await privateApt(state);
    const debs = makeFolder(join(state, "debs"));
    await apt.download(RELEASE, [...PROGRAM_PACKAGES, ...LIBRARY_PACKAGES], debs);
    for (const deb of readdirSync(debs))
      await runOrFail(`Unpacking ${deb}`, "dpkg-deb", ["-x", join(debs, deb), unfinished]);
    await makeProgramsRun(unfinished, folder, await patchelf(apt, state));
    rmSync(state, { recursive: true, force: true });
    for (const unneeded of ["usr/share/doc", "usr/share/man", "usr/share/locale", "usr/share/lintian"]) {
      rmSync(join(unfinished, unneeded), { recursive: true, force: true });
    }
    writeFileSync(join(unfinished, "complete"), "");
    if (existsSync(join(folder, "complete"))) return; // another command was faster
    rmSync(folder, { recursive: true, force: true });
    renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

export async function requireDebian() {
  const hasTools = (await Promise.all(["apt-get", "dpkg-deb"].map(isThere))).every(Boolean);
  if (hasTools) return;
  throw new Failure(
    "There is no database here. Local services need one of: a Docker engine with `docker compose`; or Debian's apt-get and dpkg-deb.\n" +
      "Or name your own: DATABASE_URL=postgres://… (with TimescaleDB) and REDIS_URL=redis://…",
  );
}

/** @param {string} command @returns {Promise<boolean>} */
async function isThere(command) {
  return run(command, ["--version"]).then(
    ({ code }) => code === 0,
    () => false,
  );
}

/**
 * apt with state of its own and the host's mirror and keys: the host's lists and packages stay as they are.
 * @param {string} state
 */
export async function privateApt(state) {
  const targets = await runOrFail("Asking apt for its mirrors", "apt-get", [
    "indextargets",
    "--format",
    "$(REPO_URI)|$(RELEASE)|$(COMPONENT)|$(ARCHITECTURE)|$(ORIGIN)",
    "Created-By: Packages",
  ]);
  const host = /^VERSION_CODENAME=(.+)$/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1] ?? RELEASE;
  const mirror = targets
    .split("\n")
    .map((line) => line.split("|"))
    .find((target) => target[1] === host && target[2] === "main");
  if (!mirror?.[0])
    throw new Failure(
      `apt's configuration names no mirror for "${host} main". Name your own servers: DATABASE_URL and REDIS_URL.`,
    );
  for (const folder of ["lists/partial", "cache/archives/partial"]) makeFolder(join(state, folder));
  writeFileSync(join(state, "status"), "");
  const options = [
    `Dir::State=${state}`,
    `Dir::State::lists=${join(state, "lists")}`,
    `Dir::State::status=${join(state, "status")}`,
    `Dir::Cache=${join(state, "cache")}`,
    `Dir::Etc::SourceList=${join(state, "sources.list")}`,
    "Dir::Etc::SourceParts=/dev/null",
    "APT::Sandbox::User=root",
    "Acquire::Languages=none",
    "Acquire::Retries=3",
  ].flatMap((option) => ["-o", option]);
  return {
    host,
    /** @param {string} release @param {string[]} packages @param {string} into */
    async download(release, packages, into) {
      writeFileSync(join(state, "sources.list"), `deb ${mirror[0]} ${release} main\n`);
      await runOrFail(`Reading the package index of ${release}`, "apt-get", [...options, "-q", "update"]);
      await runOrFail("Downloading packages", "apt-get", [...options, "-q", "download", ...packages], { cwd: into });
    },
  };
}

/**
 * The program that rewrites where others look for their libraries, from the host's own release.
 * @param {Awaited<ReturnType<typeof privateApt>>} apt @param {string} state
 */
async function patchelf(apt, state) {
  if (await isThere("patchelf")) return "patchelf";
  const into = makeFolder(join(state, "patchelf"));
  await apt.download(apt.host, ["patchelf"], into);
  for (const deb of readdirSync(into)) await runOrFail(`Unpacking ${deb}`, "dpkg-deb", ["-x", join(into, deb), into]);
  return join(into, "usr/bin/patchelf");
}

/** The servers, and what copies, restores and promotes one. */
const PROGRAMS_OF_POSTGRES =
  "postgres initdb psql pg_ctl pg_controldata pg_basebackup pg_receivewal pg_verifybackup pg_rewind pg_isready".split(
    " ",
  );

/**
 * Lets the programs use the C library and the libraries that lie beside them, where `home` will be.
 * @param {string} folder where they are now @param {string} home @param {string} patchelfPath
 */
async function makeProgramsRun(folder, home, patchelfPath) {
  const triplet = readdirSync(join(folder, "usr/lib")).find((name) => name.endsWith("-linux-gnu"));
  const libraries = triplet && join("usr/lib", triplet);
  const loader = libraries && readdirSync(join(folder, libraries)).find((name) => /^ld-linux.*\.so\.\d+$/.test(name));
  if (!libraries || !loader) throw new Failure("The unpacked packages hold no C library.");
  const ofPostgres = PROGRAMS_OF_POSTGRES.map((name) => join("usr/lib/postgresql/17/bin", name));
  for (const program of [...ofPostgres, "usr/bin/valkey-server"]) {
    await runOrFail(`Fitting ${program}`, patchelfPath, [
      "--set-interpreter",
      join(home, libraries, loader),
      "--force-rpath",
      "--set-rpath",
      join(home, libraries),
      join(folder, program),
    ]);
  }
}
