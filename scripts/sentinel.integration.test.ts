import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Queue, Worker } from "bullmq";
import { Redis, type RedisOptions } from "ioredis";
import { afterAll, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { parseRedisUrl } from "@/server/connection-urls";
import { openRedis } from "@/server/jobs/sentinel-redis";
import { programsHome } from "@/server/testing/private-postgres";
import { unpackedPrograms } from "./services/packages.mjs";
import { Fleet } from "./services/processes.mjs";
import { dataFolder, freePort, takesConnections } from "./services/servers.mjs";

// A Valkey, its replica and a sentinel of their own, and connections that are told to connect anew while they ask where the primary is.

const HOST = "127.0.0.1";
const FOR_EVER: RedisOptions = { maxRetriesPerRequest: null, retryStrategy: () => 100 };

describe.skipIf(programsHome() === null)("a Redis behind sentinels", () => {
  const home = mkdtempSync(join(tmpdir(), "chargetracker-sentinel-"));
  chmodSync(home, 0o755);
  const fleet = new Fleet(home, "sentinel");
  let primary: ChildProcess;
  let sentinel: ChildProcess;
  let startSentinel: () => Promise<ChildProcess>;
  let url: string;

  beforeEach(async () => {
    const { folder, user } = dataFolder(home, `servers-${await freePort()}`);
    const { valkey: command } = await unpackedPrograms(programsHome() ?? "");
    const [port, replicaPort, sentinelPort] = [await freePort(), await freePort(), await freePort()];
    const start = async (name: string, lines: readonly string[], ...more: string[]) => {
      const file = join(folder, `${name}.conf`);
      writeFileSync(file, `${[`bind ${HOST}`, `dir ${folder}`, ...lines].join("\n")}\n`);
      if (user) chownSync(file, user.uid, user.gid);
      const begin = async (own: number) => {
        const child = fleet.start({ name, command, args: [file, ...more], user, cwd: folder });
        child.once("exit", () => fleet.release(child));
        await vi.waitUntil(() => takesConnections(own), { timeout: 30_000 });
        return child;
      };
      return begin;
    };
    primary = await (await start("primary", [`port ${port}`, 'save ""']))(port);
    const following = [`port ${replicaPort}`, 'save ""', `replicaof ${HOST} ${port}`, "repl-diskless-sync-delay 0"];
    await (await start("replica", following))(replicaPort);
    const watching = [`sentinel monitor main ${HOST} ${port} 1`, "sentinel down-after-milliseconds main 1000"];
    const beginSentinel = await start("sentinel", [`port ${sentinelPort}`, ...watching], "--sentinel");
    startSentinel = () => beginSentinel(sentinelPort);
    sentinel = await startSentinel();
    url = `sentinel://${HOST}:${sentinelPort}/main`;
    await vi.waitUntil(() => knowsReplica(sentinelPort), { timeout: 30_000, interval: 200 });
  });
  afterAll(async () => {
    await fleet.end();
    rmSync(home, { recursive: true, force: true });
  });

  function connect(make: () => Redis): Redis {
    const redis = make();
    redis.on("error", () => {});
    onTestFinished(() => redis.disconnect());
    return redis;
  }

  it("connects anew after it was told to while it asked", async () => {
    const given = connect(() => openRedis(url, FOR_EVER));
    const copied = connect(() => given.duplicate());
    const ofLibrary = connect(() => new Redis({ ...sentinelsOf(url), ...FOR_EVER }));
    const all = [given, copied, ofLibrary];
    await expect.poll(() => Promise.all(all.map(answers))).toEqual(all.map(() => "PONG"));
    sentinel.kill("SIGSTOP");
    for (const redis of all) redis.disconnect(true);
    await expect.poll(() => all.map(({ status }) => status)).toEqual(all.map(() => "connecting"));
    for (const redis of all) redis.disconnect(true); // as at a failover, or when BullMQ loses patience
    sentinel.kill("SIGCONT");
    await expect.poll(() => Promise.all([given, copied].map(answers))).toEqual(["PONG", "PONG"]);
    // Where the library does that by itself one day, SentinelRedis is needed no more.
    await expect.poll(() => ofLibrary.status).toBe("end");
  });

  it("has workers take jobs again when its primary and its sentinel went together", async () => {
    const redis = connect(() => openRedis(url, FOR_EVER));
    const done: string[] = [];
    const worker = new Worker("jobs", async ({ name }) => void done.push(name), { connection: redis });
    worker.on("error", () => {});
    const queue = new Queue("jobs", { connection: connect(() => openRedis(url, FOR_EVER)) });
    queue.on("error", () => {});
    onTestFinished(async () => {
      await worker.close(true);
      await queue.close();
    });
    await queue.add("before", {});
    await expect.poll(() => done).toEqual(["before"]);
    for (const child of [sentinel, primary]) {
      child.kill("SIGKILL");
      await once(child, "exit");
    }
    await expect.poll(() => redis.status).toMatch(/connecting|reconnecting/);
    sentinel = await startSentinel();
    const added = () => queue.add("after", {}, { jobId: "after" }).then(Boolean, () => false);
    await expect.poll(added).toBe(true); // over a connection that may end once more
    await expect.poll(() => done).toContain("after");
  });
});

/** Nothing where the connection ends before it is answered. */
const answers = (redis: Redis) => redis.ping().catch(() => "");

/** Whether the sentinel could promote the replica. */
async function knowsReplica(port: number): Promise<boolean> {
  const redis = new Redis({ host: HOST, port });
  try {
    const said = await redis.call("SENTINEL", "REPLICAS", "main");
    return JSON.stringify(said).includes('"master-link-status","ok"');
  } finally {
    redis.disconnect();
  }
}

function sentinelsOf(url: string): RedisOptions {
  const servers = parseRedisUrl(url);
  if (servers.kind !== "sentinels") throw new Error("no sentinels");
  return { sentinels: servers.sentinels, name: servers.name, sentinelRetryStrategy: () => 100, failoverDetector: true };
}
