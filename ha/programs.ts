import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeFolder } from "../scripts/services/home.mjs";
import { privateApt, RELEASE, requireDebian } from "../scripts/services/packages.mjs";
import { say } from "../scripts/services/report.mjs";
import { runOrFail } from "../scripts/services/run-command.mjs";

/** Of the release of the servers. Debian 12's, 3.0.2, gives a frozen primary its place back, and what its successor committed is lost. */
const PATRONI_PACKAGES = ["patroni"];
/**
 * What Patroni, etcd and HAProxy are otherwise made of, of the host's own release, for Patroni runs in its Python. The libraries that the
 * machine has anyhow are left out.
 */
const PACKAGES = (
  "etcd-server haproxy liblua5.3-0 libopentracing-c-wrapper0 libopentracing1 libpq5 libyaml-0-2 python3-psycopg2 python3-etcd python3-urllib3 " +
  "python3-dateutil python3-yaml python3-click python3-prettytable python3-psutil python3-six python3-dnspython python3-wcwidth " +
  "python3-cdiff python3-pkg-resources"
).split(" ");

export type HaPrograms = { etcd: string; haproxy: string; patroni: string; env: NodeJS.ProcessEnv };

/** Fetches and unpacks them unless they are there; as the servers of scripts/services, they are installed nowhere. */
export async function haPrograms(home: string): Promise<HaPrograms> {
  const folder = join(home, "programs", "ha");
  if (!existsSync(join(folder, "complete"))) await unpack(folder);
  const triplet = readdirSync(join(folder, "usr/lib")).find((name) => name.endsWith("-linux-gnu")) ?? "";
  return {
    etcd: join(folder, "usr/bin/etcd"),
    haproxy: join(folder, "usr/sbin/haproxy"),
    patroni: join(folder, "usr/bin/patroni"),
    env: {
      NODE_ENV: "production", // which the type asks for
      PYTHONPATH: join(folder, "usr/lib/python3/dist-packages"),
      LD_LIBRARY_PATH: join(folder, "usr/lib", triplet),
      PATH: process.env.PATH,
      LC_ALL: "C",
    },
  };
}

async function unpack(folder: string): Promise<void> {
  await requireDebian();
  say("fetching Patroni, etcd and HAProxy (about 17 MB, once)");
  const unfinished = makeFolder(`${folder}.${process.pid}`);
  const state = makeFolder(join(unfinished, "apt"));
  try {
    const apt = await privateApt(state);
    const debs = makeFolder(join(state, "debs"));
    await apt.download(apt.host, PACKAGES, debs);
    await apt.download(RELEASE, PATRONI_PACKAGES, debs);
    for (const deb of readdirSync(debs)) {
      await runOrFail(`Unpacking ${deb}`, "dpkg-deb", ["-x", join(debs, deb), unfinished]);
    }
    rmSync(state, { recursive: true, force: true });
    writeFileSync(join(unfinished, "complete"), "");
    rmSync(folder, { recursive: true, force: true });
    renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}
