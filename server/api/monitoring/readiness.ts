import { poolOf } from "../../data/pools";
import { isShuttingDown } from "../../lifecycle";
import { redisProblem, requestRedis } from "../../jobs/redis";
import { lookAtWaiting } from "../../jobs/waiting-batches";

const PATIENCE_MS = 2_000;
/** A backlog this old means that no worker keeps up, or none runs. */
const MAX_QUEUE_LAG_S = 300;

type Check = { ok: boolean; detail?: string };

/** Whether this process can do its work now: 503 takes it out of a load balancer. */
export async function readiness(): Promise<Response> {
  const [database, redis] = await Promise.all([checkDatabase(), checkRedis()]);
  const queue = redis.ok ? await checkQueue() : { ok: false, detail: "unknown without Redis" };
  const isReady = database.ok && redis.ok && queue.ok && !isShuttingDown();
  const answer = { status: isReady ? "ready" : "not_ready", database, redis, queue };
  return Response.json(answer, { status: isReady ? 200 : 503, headers: { "Cache-Control": "no-store" } });
}

const checkDatabase = () => within(async () => void (await poolOf("ct_app").query("SELECT 1")));

const checkRedis = () =>
  within(async () => {
    if ((await redisProblem(PATIENCE_MS)) !== null) throw new Error("nothing can be acknowledged");
    await requestRedis().ping();
  });

async function checkQueue(): Promise<Check & { lagS?: number }> {
  let lagS = 0;
  const reached = await within(async () => {
    lagS = (await lookAtWaiting()).ageS;
  });
  if (!reached.ok || lagS <= MAX_QUEUE_LAG_S) return { ...reached, lagS };
  return { ok: false, lagS, detail: `the oldest batch waits longer than ${MAX_QUEUE_LAG_S} s` };
}

/** Says that it failed, never why: the answer is for everybody. */
async function within(check: () => Promise<void>): Promise<Check> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("late")), PATIENCE_MS);
  });
  try {
    await Promise.race([check(), late]);
    return { ok: true };
  } catch {
    return { ok: false, detail: "does not answer" };
  } finally {
    clearTimeout(timer);
  }
}
