import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { z } from "zod";
import { FaultyWay } from "../faults/faulty-way";
import { until } from "../faults/system";
import type { Programs } from "../scripts/services/packages.mjs";
import type { Fleet } from "../scripts/services/processes.mjs";
import { dataFolder, freePort } from "../scripts/services/servers.mjs";
import { configure } from "./configure";
import { Machine } from "./machine";
import type { HaPrograms } from "./programs";

const NODES = 2;
const ETCDS = 3;
const HOST = "127.0.0.1";
const OWNER = "chargetracker_owner";
const DATABASE = "chargetracker";
const START_MS = 120_000;

type Passwords = { owner: string; app: string };
type Place = { fleet: Fleet; home: string; programs: Programs; ha: HaPrograms; passwords: Passwords };
type Node = { machine: Machine; way: FaultyWay; restWay: FaultyWay; dataFolder: string; restPort: number };

export type Postgreses = {
  databaseUrl: string;
  migrateDatabaseUrl: string;
  nodes: Node[];
  etcds: Machine[];
  roles: () => Promise<{ primary: Node; standby: Node }>;
  /** A connection as the owner to the primary, another one each time. */
  withPrimary: <T>(work: (database: pg.Client) => Promise<T>, database?: string) => Promise<T>;
  /** Waits until the primary has a synchronous standby that keeps up. */
  untilWhole: () => Promise<void>;
};

/** Two PostgreSQL under Patroni, of which one follows the other synchronously, and three etcd; each is reached on ways that can be cut. */
export async function startPostgreses(place: Place): Promise<Postgreses> {
  const { etcds, ports } = await startEtcds(place);
  const nodes: Node[] = [];
  for (let index = 0; index < NODES; index++) nodes.push(await newNode(place, { index, etcdPorts: ports, all: nodes }));
  const { passwords } = place;
  const urlOf = (hosts: string, { user, password, database }: { user: string; password: string; database: string }) =>
    `postgres://${user}:${password}@${hosts}/${database}`;
  const owner = { user: OWNER, password: passwords.owner };
  const find = (database: string) => findPrimary(nodes, (port) => urlOf(`${HOST}:${port}`, { ...owner, database }));
  const withPrimary: Postgreses["withPrimary"] = async (work, database = DATABASE) => {
    const { url } = await find(database);
    return withClient(url, work);
  };
  const isWhole = async () =>
    (await withPrimary(hasStandby, "postgres").catch(() => false)) && (await isAnyPromotable(nodes));
  const untilWhole = () => until("PostgreSQL is whole", isWhole, START_MS);
  for (const { machine } of nodes) await machine.start();
  await untilWhole();
  await withPrimary(async (database) => {
    await database.query(`CREATE ROLE chargetracker LOGIN PASSWORD '${passwords.app}'`);
    await database.query(`CREATE DATABASE ${DATABASE}`);
  }, "postgres");
  const hosts = nodes.map(({ way }) => `${HOST}:${way.port}`).join(",");
  return {
    databaseUrl: urlOf(hosts, { user: "chargetracker", password: passwords.app, database: DATABASE }),
    migrateDatabaseUrl: urlOf(hosts, { ...owner, database: DATABASE }),
    nodes,
    etcds,
    async roles() {
      const { primary } = await find("postgres");
      const standby = nodes.find((node) => node !== primary);
      if (!standby) throw new Error("there is one node only");
      return { primary, standby };
    },
    withPrimary,
    untilWhole,
  };
}

async function startEtcds({ fleet, home, ha }: Place): Promise<{ etcds: Machine[]; ports: number[] }> {
  const members: { name: string; port: number; peerPort: number }[] = [];
  for (let index = 0; index < ETCDS; index++) {
    members.push({ name: `etcd-${index + 1}`, port: await freePort(), peerPort: await freePort() });
  }
  const cluster = members.map(({ name, peerPort }) => `${name}=http://${HOST}:${peerPort}`).join(",");
  const etcds: Machine[] = [];
  for (const { name, port, peerPort } of members) {
    const { folder, user } = dataFolder(home, name);
    const config = await configure("etcd.yaml", folder, {
      user,
      NAME: name,
      HOST,
      DATA: join(folder, "data"),
      CLIENT_PORT: port,
      PEER_PORT: peerPort,
      ETCD_MEMBERS: cluster,
    });
    const args = ["--config-file", config];
    const start = async () => fleet.start({ name, command: ha.etcd, args, user, cwd: folder, env: ha.env });
    etcds.push(new Machine(name, { fleet, start }));
  }
  for (const etcd of etcds) await etcd.start();
  for (const { name, port } of members) await until(`${name} knows its cluster`, () => knowsCluster(port));
  return { etcds, ports: members.map(({ port }) => port) };
}

/** Patroni ends where an etcd says that its members have agreed on no version yet. */
async function knowsCluster(port: number): Promise<boolean> {
  const answer = await fetch(`http://${HOST}:${port}/version`).catch(() => null);
  const { data } = z.object({ etcdcluster: z.string() }).safeParse(await answer?.json());
  return data !== undefined && data.etcdcluster !== "not_decided";
}

/** @param args.all of the nodes, as they are when one of them is cut off */
async function newNode(
  place: Place,
  { index, etcdPorts, all }: { index: number; etcdPorts: readonly number[]; all: readonly Node[] },
): Promise<Node> {
  const { fleet, home, ha, programs, passwords } = place;
  const name = `postgres-${index + 1}`;
  const { folder, user } = dataFolder(home, name);
  const [port, restPort] = [await freePort(), await freePort()];
  const way = await FaultyWay.start(() => port);
  const restWay = await FaultyWay.start(() => restPort);
  const etcdWays = await Promise.all(etcdPorts.map((etcdPort) => FaultyWay.start(() => etcdPort)));
  const data = join(folder, "data");
  const config = await configure("patroni.yaml", folder, {
    user,
    NAME: name,
    LISTEN: `${HOST}:${port}`,
    ADDRESS: `${HOST}:${way.port}`,
    REST_LISTEN: `${HOST}:${restPort}`,
    REST_ADDRESS: `${HOST}:${restWay.port}`,
    ETCD_HOSTS: etcdWays.map((etcdWay) => `${HOST}:${etcdWay.port}`).join(),
    DATA: data,
    BIN: programs.postgresBin,
    PGPASS: join(folder, "pgpass"),
    SOCKETS: "",
    SHARED_BUFFERS: "128MB",
    CLIENTS: `${HOST}/32`,
    SUPERUSER: OWNER,
    SUPERUSER_PASSWORD: passwords.owner,
    REPLICATION_PASSWORD: passwords.owner,
  });
  const pidFile = join(data, "postmaster.pid");
  // PostgreSQL is no child of Patroni, and outlives one that is killed.
  fleet.runAtEnd({ command: "sh", args: ["-c", 'test ! -f "$0" || kill -QUIT "$(head -1 "$0")"', pidFile], env: {} });
  const start = async () => {
    const env = { ...ha.env, HOME: folder };
    return fleet.start({ name, command: "python3", args: [ha.patroni, config], user, cwd: folder, env });
  };
  const servers = () => (existsSync(pidFile) ? [Number(readFileSync(pidFile, "utf8").split("\n")[0])] : []);
  return {
    machine: new Machine(name, {
      fleet,
      start,
      servers,
      ways: [way, restWay, ...etcdWays],
      waysToOthers: () => all.flatMap((node) => (node.way === way ? [] : [node.way, node.restWay])),
    }),
    way,
    restWay,
    dataFolder: data,
    restPort,
  };
}

/** What was on a killed node's disk is gone; Patroni copies the primary's when it comes back. */
export function throwAwayDisk({ dataFolder: folder }: Node): void {
  rmSync(folder, { recursive: true, force: true });
}

async function findPrimary(
  nodes: readonly Node[],
  urlOf: (port: number) => string,
): Promise<{ primary: Node; url: string }> {
  const asked = nodes.map(async (primary) => {
    const url = urlOf(primary.way.port);
    const isStandby = await withClient(url, async (client) => {
      const { rows } = await client.query("SELECT pg_is_in_recovery() AS is_standby");
      return z.object({ is_standby: z.boolean() }).parse(rows[0]).is_standby;
    });
    if (isStandby) throw new Error(`${primary.machine.name} is a standby`);
    return { primary, url };
  });
  return Promise.any(asked);
}

async function hasStandby(database: pg.Client): Promise<boolean> {
  const { rows } = await database.query(
    `SELECT FROM pg_stat_replication
     WHERE state = 'streaming' AND sync_state IN ('sync', 'quorum') AND pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn) < 1048576`,
  );
  return rows.length > 0;
}

/** Whether Patroni would promote one: it says so a little later than PostgreSQL that it follows synchronously. */
async function isAnyPromotable(nodes: readonly Node[]): Promise<boolean> {
  const asked = nodes.map(async ({ restPort }) => {
    const url = `http://${HOST}:${restPort}/synchronous`;
    return fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) }).then(
      ({ ok }) => ok,
      () => false,
    );
  });
  return (await Promise.all(asked)).some(Boolean);
}

const PATIENCE_MS = 5_000;

async function withClient<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: PATIENCE_MS });
  client.on("error", () => {}); // its server may end while it waits
  try {
    await client.connect();
    return await work(client);
  } finally {
    client.connection.stream.destroy(); // a server that hangs would not answer a farewell
  }
}
