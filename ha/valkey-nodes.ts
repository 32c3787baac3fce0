import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Redis } from "ioredis";
import { z } from "zod";
import { FaultyWay } from "../faults/faulty-way";
import { until } from "../faults/system";
import { makeFolder } from "../scripts/services/home.mjs";
import type { Programs } from "../scripts/services/packages.mjs";
import type { Fleet } from "../scripts/services/processes.mjs";
import { dataFolder, freePort, takesConnections } from "../scripts/services/servers.mjs";
import { configure } from "./configure";
import { Machine } from "./machine";

const NODES = 3;
/** As deploy/machines/sentinel.conf names it. */
const NAME = "chargetracker";
const HOST = "127.0.0.1";

type Place = { fleet: Fleet; home: string; programs: Programs; password: string };
type Node = { machine: Machine; way: FaultyWay; dataFolder: string };

export type Valkeys = {
  url: string;
  nodes: Node[];
  sentinels: Machine[];
  /** The one that the sentinels name, and the others. */
  roles: () => Promise<{ primary: Node; replicas: Node[] }>;
  withPrimary: <T>(work: (redis: Redis) => Promise<T>) => Promise<T>;
  /** Waits until one is the primary, the others follow it, and all sentinels say so. */
  untilWhole: () => Promise<void>;
};

/** Three Valkeys that keep what they acknowledge, and three sentinels; each Valkey is reached by everybody on a way that can be cut. */
export async function startValkeys(place: Place): Promise<Valkeys> {
  const nodes: Node[] = [];
  for (let index = 0; index < NODES; index++) {
    const node = await newNode(place, { index, primary: nodes[0]?.way.port ?? null, all: nodes });
    await node.machine.start();
    nodes.push(node);
  }
  const [first] = nodes;
  const ports: number[] = [];
  const sentinels: Machine[] = [];
  for (let index = 0; index < NODES; index++) {
    const port = await freePort();
    ports.push(port);
    const machine = await newSentinel(place, { index, port, primaryPort: first?.way.port ?? 0 });
    await machine.start();
    sentinels.push(machine);
  }
  const roles = async () => {
    const port = await primaryPort(ports);
    const primary = nodes.find(({ way }) => way.port === port);
    if (!primary) throw new Error("the sentinels name no primary of ours");
    return { primary, replicas: nodes.filter((node) => node !== primary) };
  };
  const withPrimary = async <T>(work: (redis: Redis) => Promise<T>) => {
    const { primary } = await roles();
    return withRedis(primary.way.port, place.password, work);
  };
  const hosts = ports.map((port) => `${HOST}:${port}`).join(",");
  return {
    url: `sentinel://:${place.password}@${hosts}/${NAME}/0`,
    nodes,
    sentinels,
    roles,
    withPrimary,
    untilWhole: () => until("Valkey is whole", () => isWhole(ports, withPrimary), 120_000),
  };
}

/** @param args.all of the nodes, as they are when one of them is cut off */
async function newNode(
  { fleet, home, programs, password }: Place,
  { index, primary, all }: { index: number; primary: number | null; all: readonly Node[] },
): Promise<Node> {
  const name = `valkey-${index + 1}`;
  const { folder, user } = dataFolder(home, name);
  const port = await freePort();
  const way = await FaultyWay.start(() => port);
  const config = join(folder, "valkey.conf");
  const values = {
    user,
    HOST,
    PORT: port,
    DATA: folder,
    PASSWORD: password,
    MAXMEMORY: "1gb",
    ANNOUNCED_PORT: way.port,
  };
  const start = async () => {
    // The sentinels have it rewritten.
    const isNew = !existsSync(config);
    if (isNew) await configure("valkey.conf", folder, values);
    const args = [config, ...(isNew && primary !== null ? ["--replicaof", `${HOST} ${primary}`] : [])];
    const child = fleet.start({ name, command: programs.valkey, args, user, cwd: folder });
    await until(`${name} answers`, () => takesConnections(port));
    return child;
  };
  const waysToOthers = () => all.flatMap((node) => (node.way === way ? [] : [node.way]));
  return { machine: new Machine(name, { fleet, start, ways: [way], waysToOthers }), way, dataFolder: folder };
}

/** What was on a killed node's disk is gone. Not before another took its place: it would come back as an empty primary, and be followed. */
export function throwAwayDisk({ dataFolder: folder }: Node): void {
  for (const name of ["appendonlydir", "dump.rdb"]) rmSync(join(folder, name), { recursive: true, force: true });
}

async function newSentinel(
  { fleet, home, programs, password }: Place,
  args: { index: number; port: number; primaryPort: number },
): Promise<Machine> {
  const name = `sentinel-${args.index + 1}`;
  const { folder, user } = dataFolder(home, name);
  const { port, primaryPort } = args;
  const values = {
    user,
    HOST,
    PORT: port,
    DATA: folder,
    PRIMARY_HOST: HOST,
    PRIMARY_PORT: primaryPort,
    PASSWORD: password,
  };
  const config = await configure("sentinel.conf", folder, values);
  const start = async () => {
    const child = fleet.start({
      name,
      command: programs.valkey,
      args: [config, "--sentinel"],
      user,
      cwd: makeFolder(folder),
    });
    await until(`${name} answers`, () => takesConnections(args.port));
    return child;
  };
  return new Machine(name, { fleet, start });
}

async function withRedis<T>(port: number, password: string | null, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis({
    host: HOST,
    port,
    ...(password === null ? {} : { password }),
    maxRetriesPerRequest: 1,
    connectTimeout: 2_000,
    commandTimeout: 5_000,
    retryStrategy: () => null,
  });
  redis.on("error", () => {});
  try {
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}

const address = z.tuple([z.string(), z.coerce.number()]);

/** What most sentinels say; those that do not answer are not asked again. */
async function primaryPort(sentinelPorts: readonly number[]): Promise<number> {
  const said = await Promise.all(sentinelPorts.map((port) => askSentinel(port).catch(() => null)));
  const counts = Map.groupBy(
    said.filter((port) => port !== null),
    (port) => port,
  );
  const [most] = [...counts].sort(([, one], [, other]) => other.length - one.length);
  if (!most) throw new Error("no sentinel answers");
  return most[0];
}

async function askSentinel(sentinelPort: number): Promise<number> {
  return withRedis(sentinelPort, null, async (redis) => {
    const answer = await redis.call("SENTINEL", "get-master-addr-by-name", NAME);
    return address.parse(answer)[1];
  });
}

async function isWhole(ports: readonly number[], withPrimary: Valkeys["withPrimary"]): Promise<boolean> {
  const said = await Promise.all(ports.map((port) => askSentinel(port).catch(() => null)));
  if (said.some((port) => port === null || port !== said[0])) return false;
  const replication = await withPrimary((redis) => redis.info("replication")).catch(() => "");
  const online = replication.match(/^slave\d+:.*state=online,.*lag=[01]\b/gm)?.length ?? 0;
  return /^role:master/m.test(replication) && online === NODES - 1;
}
