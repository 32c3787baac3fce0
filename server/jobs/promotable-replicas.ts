import { Redis } from "ioredis";
import { z } from "zod";
import { type Host, parseRedisUrl } from "../connection-urls";

const PATIENCE_MS = 2_000;

/**
 * How many replicas Sentinel may put in place of the Redis of a URL, those that are away among them: they may come back.
 * @returns null where no sentinel is asked, or none answers
 */
export async function promotableReplicas(url: string): Promise<number | null> {
  const servers = parseRedisUrl(url);
  if (servers.kind === "single") return null;
  const { sentinels, name, sentinelPassword, isEncrypted } = servers;
  for (const { host, port } of sentinels) {
    const found = await repliesOf({ host, port }, { name, sentinelPassword, isEncrypted }).catch(() => null);
    if (found !== null) return countPromotable(found);
  }
  return null;
}

type SentinelOptions = { name: string; sentinelPassword: string | undefined; isEncrypted: boolean };

async function repliesOf(at: Host, { name, sentinelPassword, isEncrypted }: SentinelOptions): Promise<unknown> {
  const sentinel = new Redis({
    ...at,
    ...(sentinelPassword === undefined ? {} : { password: sentinelPassword }),
    ...(isEncrypted ? { tls: {} } : {}),
    ...{ lazyConnect: true, connectTimeout: PATIENCE_MS, commandTimeout: PATIENCE_MS, retryStrategy: () => null },
  });
  sentinel.on("error", () => {}); // what is asked fails
  try {
    await sentinel.connect();
    return await sentinel.call("SENTINEL", "REPLICAS", name);
  } finally {
    sentinel.disconnect();
  }
}

/** As sentinels list a replica: names of its fields, each with its value behind it. */
const listed = z.array(z.array(z.string()));

/** Of what `SENTINEL REPLICAS` answers, those with a priority above 0. */
export function countPromotable(answer: unknown): number {
  const priorityOf = (replica: readonly string[]) => Number(replica[replica.indexOf("slave-priority") + 1]);
  return listed.parse(answer).filter((replica) => priorityOf(replica) > 0).length;
}
