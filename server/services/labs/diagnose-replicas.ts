import { standbyProblem } from "../../data/connections/standby";
import { env } from "../../env";
import { requestRedis } from "../../jobs/redis";
import type { Finding } from "./findings";

/** Whether what is acknowledged is on as many machines as it is to be; nothing where one is enough. */
export async function lookAtReplicas(): Promise<Finding[]> {
  const wanted = env().DURABLE_REPLICAS;
  if (wanted === 0) return [];
  const [problem, replication] = await Promise.all([
    standbyProblem().catch(() => null), // away, which is said beside this
    requestRedis()
      .info("replication")
      .catch(() => ""),
  ]);
  const findings: Finding[] = [];
  if (problem !== null) {
    const todo = "Start the standby, or name it: with Patroni synchronous_mode, else synchronous_standby_names.";
    findings.push({ level: "error", what: problem, todo });
  }
  const online = replication.match(/^slave\d+:.*state=online/gm)?.length ?? 0;
  if (replication !== "" && online < wanted) {
    const todo = "Start the replicas that are away, or lower DURABLE_REPLICAS. Until then ingest answers 503.";
    findings.push({ level: "error", what: `Redis has ${online} of ${wanted} replicas.`, todo });
  }
  return findings;
}
