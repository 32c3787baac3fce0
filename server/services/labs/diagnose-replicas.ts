import { standbyProblem } from "../../data/connections/standby";
import { env } from "../../env";
import { promotableReplicas } from "../../jobs/promotable-replicas";
import { requestRedis } from "../../jobs/redis";
import type { Finding } from "./findings";

/** Whether what is acknowledged is on as many machines as it is to be, and as Sentinel takes for granted. */
export async function lookAtReplicas(): Promise<Finding[]> {
  const { DURABLE_REPLICAS: wanted, REDIS_URL: url } = env();
  const promotable = await promotableReplicas(url);
  if (wanted === 0) return findingsOfReplicas({ wanted, online: null, promotable });
  const [problem, replication] = await Promise.all([
    standbyProblem().catch(() => null), // away, which is said beside this
    requestRedis()
      .info("replication")
      .catch(() => ""),
  ]);
  const online = replication === "" ? null : (replication.match(/^slave\d+:.*state=online/gm)?.length ?? 0);
  return [...findingsOfStandby(problem), ...findingsOfReplicas({ wanted, online, promotable })];
}

function findingsOfStandby(problem: string | null): Finding[] {
  if (problem === null) return [];
  const todo = "Start the standby, or name it: with Patroni synchronous_mode, else synchronous_standby_names.";
  return [{ level: "error", what: problem, todo }];
}

type Replicas = {
  /** DURABLE_REPLICAS. */
  wanted: number;
  /** That follow Redis now; null where it did not say. */
  online: number | null;
  /** That Sentinel may put in its place; null where none was asked. */
  promotable: number | null;
};

export function findingsOfReplicas({ wanted, online, promotable }: Replicas): Finding[] {
  const findings: Finding[] = [];
  if (promotable !== null && promotable > wanted) {
    const what = `Replicas of Redis that Sentinel may promote: ${promotable}; DURABLE_REPLICAS: ${wanted}.`;
    const todo = `Set DURABLE_REPLICAS=${promotable} for web and worker processes, or replica-priority 0 on the others. Until then one that lacks acknowledged batches may be promoted, and they are lost.`;
    findings.push({ level: "error", what, todo });
  }
  if (online !== null && online < wanted) {
    const what = `Redis has ${online} of ${wanted} replicas.`;
    const todo =
      "Start the replicas that are away. Where one is gone for good, have the sentinels forget it (SENTINEL RESET), then lower DURABLE_REPLICAS. Until then a batch takes 2 s longer, and is answered 503 where PostgreSQL does not have it by then.";
    findings.push({ level: "error", what, todo });
  }
  return findings;
}
