import { listFailedBatches } from "../../jobs/queued-batch";
import { readFullness, refusalOf } from "../../jobs/admission";
import { listTroubledMails, type TroubledMail } from "../../jobs/contracts/mail-job";
import { redisProblem, requestRedis } from "../../jobs/redis";
import { readWorkerMetrics } from "../../jobs/worker-metrics";
import { listStaleCells } from "../../data/series/test-state-reads";
import { readDatabaseFacts } from "../../data/database-facts";
import { env } from "../../env";
import { lookAtEdition } from "./diagnose-edition";
import { lookAtReplicas } from "./diagnose-replicas";
import type { Finding } from "./findings";

const MAX_CLOCK_DIFFERENCE_MS = 5_000;
const MAX_CONNECTION_SHARE = 0.8;
const PATIENCE_MS = 5_000;
const AGE_TO_WARN_OF_S = 60;
const SHOWN_FAILED = 1_000;
const SHOWN_MAILS = 20;

/** Looks at everything that the service stands on. Changes nothing, and needs neither a web process nor a worker. */
export async function diagnose(): Promise<Finding[]> {
  const parts = await Promise.all([lookAtDatabase(), lookAtRedis(), lookAtReplicas(), lookAtWeb(), lookAtMail()]);
  return parts.flat();
}

const error = (what: string, todo: string): Finding => ({ level: "error", what, todo });
const warning = (what: string, todo: string): Finding => ({ level: "warning", what, todo });

async function lookAtDatabase(): Promise<Finding[]> {
  const facts = await readDatabaseFacts().catch((cause: Error) => cause);
  if (facts instanceof Error) {
    return [
      error(
        `The database does not answer: ${facts.message}`,
        "Start PostgreSQL, or correct DATABASE_URL. What arrives meanwhile waits in Redis.",
      ),
    ];
  }
  const findings: Finding[] = [];
  if (facts.pendingMigrations.length > 0) {
    findings.push(error(`Migrations are missing: ${facts.pendingMigrations.join(", ")}`, "Run: npm run migrate"));
  }
  const differenceMs = Math.abs(facts.clockMs - Date.now());
  if (differenceMs > MAX_CLOCK_DIFFERENCE_MS) {
    findings.push(
      warning(
        `The database's clock is ${Math.round(differenceMs / 1000)} s off this machine's.`,
        "Keep both in step (NTP).",
      ),
    );
  }
  if (facts.connections > MAX_CONNECTION_SHARE * facts.maxConnections) {
    const todo = "Raise max_connections, or lower DATABASE_POOL_SIZE: each process holds up to three pools of it.";
    findings.push(
      warning(`${facts.connections} of ${facts.maxConnections} connections to the database are open.`, todo),
    );
  }
  if (facts.pendingMigrations.length === 0) {
    const stale = (await listStaleCells()).length;
    if (stale > 0) {
      const todo = "A worker does it within the hour. If this number does not fall, see the worker's log.";
      findings.push(warning(`${stale} cells wait to be recomputed after a setting changed.`, todo));
    }
    findings.push(...(await lookAtEdition()));
  }
  return findings;
}

async function lookAtRedis(): Promise<Finding[]> {
  const problem = await redisProblem(PATIENCE_MS);
  if (problem !== null)
    return [
      error(problem, "Start Redis or Valkey with these settings, or correct REDIS_URL. Until then ingest answers 503."),
    ];
  const findings: Finding[] = [];
  const fullness = await readFullness();
  const { INGEST_MAX_QUEUED_JOBS: jobs, INGEST_MAX_QUEUE_AGE_S: ageS } = env();
  const refusal = refusalOf(fullness, { jobs, ageS });
  const workers = (await readWorkerMetrics()).length;
  if (refusal) {
    findings.push(
      error(
        `Ingest refuses batches: ${refusal.message}`,
        "Start more workers or find out why they are slow; give Redis more memory.",
      ),
    );
  } else if (fullness.ageS > AGE_TO_WARN_OF_S) {
    const waits = `The oldest of ${fullness.jobs} jobs waits for ${Math.round(fullness.ageS)} s.`;
    findings.push(
      warning(waits, workers === 0 ? "Start a worker: npm run worker" : "Start more workers, or see their logs."),
    );
  }
  if (workers === 0)
    findings.push(error("No worker runs.", "Start one: npm run worker. What arrives meanwhile waits in Redis."));
  if (
    fullness.maxBytes !== null &&
    (await requestRedis()
      .config("GET", "maxmemory")
      .catch(() => null)) === null
  ) {
    findings.push(warning("Redis does not tell its settings.", "Make sure that it runs with appendfsync always."));
  }
  const failed = await listFailedBatches({ limit: SHOWN_FAILED });
  if (failed.length > 0) {
    const todo =
      "List them with their reasons: npm run --silent admin -- failed. Give one back: admin -- replay --batch ID";
    findings.push(warning(`${failed.length} batches were set aside; the first: ${failed[0]?.error}`, todo));
  }
  return findings;
}

async function lookAtWeb(): Promise<Finding[]> {
  const url = `${env().APP_URL}/api/ready`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => null);
  if (answer === null)
    return [error(`${url} does not answer.`, "Start a web process (npm run start), or correct APP_URL.")];
  if (answer.ok) return [];
  return [error(`${url} answers ${answer.status}: ${(await answer.text()).slice(0, 300)}`, "See what it names.")];
}

async function lookAtMail(): Promise<Finding[]> {
  const findings: Finding[] = [];
  if (env().SMTP_URL === undefined) {
    findings.push(warning("No mail server is named: invitations and confirmations reach nobody.", "Set SMTP_URL."));
  }
  const mails = await listTroubledMails({ limit: SHOWN_MAILS }).catch(() => null); // Redis is away, which is said above
  if (mails === null) return findings;
  const say = (list: readonly TroubledMail[]) => list.map(({ to, reason }) => `${to}: ${reason}`).join("; ");
  if (mails.failed.length > 0) {
    const todo =
      "Correct the address or the mail server, then have them ask again: resend the invitation, sign up, set a new password.";
    findings.push(error(`Undeliverable mails of the last week: ${say(mails.failed)}`, todo));
  }
  if (mails.retried.length > 0) {
    const todo = "See SMTP_URL and the mail server. A mail is tried for a day.";
    findings.push(warning(`Mails that were not sent yet: ${say(mails.retried)}`, todo));
  }
  return findings;
}
